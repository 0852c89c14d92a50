#!/usr/bin/python3
"""Decodes the BCCH and CCCH of one carrier with gr-gsm's blocks, as grgsm_decode
does (which Debian 12 ships but cannot start: it looks for a block that GNU Radio
3.10 has moved). Prints a line with the frame number for each block.

grgsm_peer.py FILE.cf32 RATE CENTRE"""
import sys

import pmt
from gnuradio import blocks, gr, gsm


class Peer(gr.top_block):
    def __init__(self, path, rate, centre):
        gr.top_block.__init__(self, "peer")
        source = blocks.file_source(gr.sizeof_gr_complex, path, False)
        entry = gsm.gsm_input(ppm=0, osr=4, fc=centre, samp_rate_in=rate)
        receiver = gsm.receiver(4, [0], [])
        split = gsm.gsm_bcch_ccch_demapper(0)
        decoder = gsm.control_channels_decoder()
        printer = gsm.message_printer(pmt.intern(""), True, True, False)
        offset = gsm.clock_offset_control(centre, rate)
        self.connect(source, entry, receiver)
        self.msg_connect(receiver, "measurements", offset, "measurements")
        self.msg_connect(offset, "ctrl", entry, "ctrl_in")
        self.msg_connect(receiver, "C0", split, "bursts")
        self.msg_connect(split, "bursts", decoder, "bursts")
        self.msg_connect(decoder, "msgs", printer, "msgs")


Peer(sys.argv[1], float(sys.argv[2]), float(sys.argv[3])).run()

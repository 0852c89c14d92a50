#!/usr/bin/env python3
"""Decodes the messages of messages.txt with tshark and writes vectors.json.

    go test ./detectors/lte/rrc -run TestDraw -draw   # writes messages.txt
    cd detectors/lte/rrc/testdata && python3 vectors.py

Written with tshark 4.0.17 (Debian 12).
"""
import json
import struct
import subprocess
import tempfile

NAMES = [
    "trackingAreaCode", "cellIdentity", "freqBandIndicator", "cellBarred", "intraFreqReselection", "q_RxLevMin", "utra_q_RxLevMin", "geran_q_RxLevMin",
    "si_WindowLength", "systemInfoValueTag", "SIB_Type", "MCC_MNC_Digit", "subframeAssignment",
    "sib_TypeAndInfo_item", "rootSequenceIndex", "referenceSignalPower", "ul_CarrierFreq", "cellReselectionPriority",
    "threshServingLow", "s_IntraSearch", "s_NonIntraSearch", "q_Hyst", "dl_CarrierFreq", "threshX_High", "threshX_Low",
    "carrierFreq", "startingARFCN", "ncc_Permitted", "physCellId",
]

messages = open("messages.txt").read().split()
with tempfile.NamedTemporaryFile(suffix=".pcap") as f:
    f.write(struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 147))
    for m in messages:
        b = bytes.fromhex(m)
        f.write(struct.pack("<IIII", 0, 0, len(b), len(b)) + b)
    f.flush()
    args = ["tshark", "-r", f.name, "-o", 'uat:user_dlts:"User 0 (DLT=147)","lte-rrc.bcch.dl.sch","0","","0",""',
            "-T", "fields", "-E", "separator=|", "-e", "_ws.malformed", "-e", "_ws.expert.message"]
    for n in NAMES:
        args += ["-e", "lte-rrc." + n]
    lines = subprocess.run(args, capture_output=True, text=True, check=True).stdout.splitlines()
vectors = []
for message, line in zip(messages, lines, strict=True):
    malformed, expert, *values = line.split("|")
    v = {"message": message, "malformed": malformed != "" or "alformed" in expert}
    for n, x in zip(NAMES, values, strict=True):
        if x:
            v[n] = x
    vectors.append(v)
with open("vectors.json", "w") as f:
    f.write("[\n" + ",\n".join(json.dumps(v) for v in vectors) + "\n]\n")

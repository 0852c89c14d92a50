"""A receiver of LTE broadcast channels in numpy, written apart from the model
and the detectors to check both. It reads 1.92 MS/s complex float32 (cf32) or
cu8 and prints one line:

    pci=360 duplex=FDD cp=normal rb=50 ports=2 phich=1 sfn=719 offset=-49100

    python3 lte_receiver.py FILE cf32|cu8 [skip_bytes]

It takes the strongest cell only. Nothing in it aims at speed or sensitivity;
the tail-biting code is decoded exactly, once for each of the 64 start states.
Clauses are of TS 36.211 unless said otherwise.
"""
import sys
import numpy as np

FS, N = 1.92e6, 128


def gold(cinit, length):
    """7.2, by stepping two 31-bit integers."""
    a, b = 1, cinit
    out = np.empty(length, int)
    for i in range(-1600, length):
        if i >= 0:
            out[i] = (a ^ b) & 1
        a |= ((a >> 3 ^ a) & 1) << 31
        b |= ((b >> 3 ^ b >> 2 ^ b >> 1 ^ b) & 1) << 31
        a >>= 1
        b >>= 1
    return out


def pss(nid2):
    """6.11.1: a Zadoff-Chu sequence of length 63 without its middle element."""
    n = np.arange(63)
    zc = np.exp(-1j * np.pi * [25, 29, 34][nid2] * n * (n + 1) / 63)
    return np.delete(zc, 31)


def lfsr31(feedback):
    """6.11.2.1: x(i+5) is the sum of x(i+j), j in feedback."""
    x = [0, 0, 0, 0, 1]
    while len(x) < 31:
        x.append(sum(x[len(x) - 5 + j] for j in feedback) % 2)
    return 1 - 2 * np.array(x)


def group_pairs():
    """Table 6.11.2.1-1 by counting: pairs (m0, m1) of growing distance."""
    pairs = []
    distance = 1
    while len(pairs) < 168:
        for m0 in range(31 - distance):
            pairs.append((m0, m0 + distance))
        distance += 1
    return pairs[:168]


PAIRS = group_pairs()
S, C, Z = lfsr31([0, 2]), lfsr31([0, 3]), lfsr31([0, 1, 2, 4])


def sss(nid1, nid2, second_half):
    m0, m1 = PAIRS[nid1]
    first, other = (m1, m0) if second_half else (m0, m1)
    d = np.empty(62)
    d[0::2] = np.roll(S, -first) * np.roll(C, -nid2)
    d[1::2] = np.roll(S, -other) * np.roll(C, -nid2 - 3) * np.roll(Z, -(first % 8))
    return d


def bins(width):
    """FFT bins of the `width` central subcarriers, lowest first; 0 Hz is unused."""
    return np.r_[np.arange(-width // 2, 0), np.arange(1, width // 2 + 1)] % N


def find_pss(x):
    """Likely PSS: identity, sample of its useful part, coarse offset. A shift by
    whole subcarriers looks much like one in time: the SSS must tell them apart."""
    span = 19200 // 2
    blocks = min(8, (len(x) - N) // span)
    t = np.arange(N) / FS
    size = 10000
    starts = [x[b * span:(b + 1) * span + N - 1] for b in range(blocks)]
    pieces = [np.fft.fft(piece, size) for piece in starts]
    energy = sum(np.convolve(abs(piece) ** 2, np.ones(N), "valid") for piece in starts)
    found = []
    for nid2 in range(3):
        spectrum = np.zeros(N, complex)
        spectrum[bins(62)] = pss(nid2)
        replica = np.fft.ifft(spectrum)
        for offset in np.arange(-60e3, 60.1e3, 5e3):
            kernel = np.conj(replica * np.exp(2j * np.pi * offset * t))
            power = np.zeros(span)
            response = np.fft.fft(kernel[::-1], size)
            for piece in pieces:
                power += np.abs(np.fft.ifft(piece * response)[N - 1:N - 1 + span]) ** 2
            power /= energy
            at = int(power.argmax())
            found.append((power[at], nid2, at, offset))
    return [f[1:] for f in sorted(found)[:-9:-1]]


def carriers(x, at, width):
    """Subcarriers of the symbol whose useful part begins at sample `at`."""
    early = 3
    y = np.fft.fft(x[at - early:at - early + N])
    k = bins(width)
    signed = np.where(k < N // 2, k, k - N)
    return y[k] * np.exp(2j * np.pi * signed * early / N)


def find_sss(x, at, nid2):
    """Group, half of frame, cyclic prefix and duplex from the SSS before the PSS."""
    table = np.array([sss(nid1, nid2, half) for half in (0, 1) for nid1 in range(168)])
    best = (0,)
    for cp, prefix in (("normal", 9), ("extended", 32)):
        # TDD: the PSS is two symbols into the next slot, the first of whose
        # symbols has a prefix one sample longer when the prefix is normal.
        for duplex, back in (("FDD", N + prefix), ("TDD", 3 * (N + prefix) + (cp == "normal"))):
            for pss_at in (at, at + 9600):
                if pss_at - back < 40:
                    continue
                y = carriers(x, pss_at - back, 62)
                h = carriers(x, pss_at, 62) * np.conj(pss(nid2))
                z = y * np.conj(h)
                like = abs(table @ z) / np.sqrt((abs(z) ** 2).sum() * 62)
                top = int(like.argmax())
                if like[top] > best[0]:
                    best = (like[top], top % 168, top // 168, cp, duplex, pss_at)
    return best


def crs(pci, slot, symbol, cp, port, nsym):
    """6.10.1 for the 72 central subcarriers: positions and values."""
    v = {0: 0 if symbol == 0 else 3, 1: 3 if symbol == 0 else 0, 2: 3 * (slot % 2), 3: 3 + 3 * (slot % 2)}[port]
    c = gold((1 << 10) * (7 * (slot + 1) + symbol + 1) * (2 * pci + 1) + 2 * pci + (cp == "normal"), 440)
    r = ((1 - 2 * c[0::2]) + 1j * (1 - 2 * c[1::2])) / np.sqrt(2)
    k = 6 * np.arange(12) + (v + pci) % 6
    return k, r[np.arange(12) + 110 - 6]


def estimate(y, k, r):
    """Channel over 72 subcarriers, a straight line in phase and amplitude between references."""
    h = y[k] * np.conj(r)
    grid = np.arange(72)
    return np.interp(grid, k, h.real) + 1j * np.interp(grid, k, h.imag)


def viterbi(llr):
    """TS 36.212 5.1.3.1, 40 bits, exact: a search from each start state to itself.
    The state is the six latest bits, the latest one on top."""
    taps = [0o133, 0o171, 0o165]
    states = np.arange(64)
    metric = np.where(np.eye(64, dtype=bool), 0.0, -1e30)  # [start, state]
    history = []
    for k in range(40):
        new = np.full((64, 64), -1e30)
        came = np.zeros((64, 64), int)
        for bit in (0, 1):
            reg = bit << 6 | states
            gain = sum(llr[i][k] * (1 - 2 * np.array([bin(r & g).count("1") % 2 for r in reg])) for i, g in enumerate(taps))
            to = reg >> 1
            for s in states:
                m = metric[:, s] + gain[s]
                better = m > new[:, to[s]]
                new[better, to[s]] = m[better]
                came[better, to[s]] = s
        metric = new
        history.append(came)
    start = int(np.argmax(np.diag(metric)))
    s, out = start, []
    for came in reversed(history):
        out.append(s >> 5)
        s = came[start, s]
    return np.array(out[::-1])


def dematch(soft):
    """TS 36.212 5.1.4.2 and table 5.1.4-2 for 40 bits."""
    columns = [int(f"{i:05b}"[::-1], 2) ^ 1 for i in range(32)]
    assert columns[:4] == [1, 17, 9, 25] and columns[16:20] == [0, 16, 8, 24]
    matrix = np.r_[np.full(24, -1), np.arange(40)].reshape(2, 32)
    order = matrix[:, columns].T.ravel()
    order = order[order >= 0]
    flat = np.zeros(120)
    np.add.at(flat, np.arange(len(soft)) % 120, soft)
    out = np.zeros((3, 40))
    for i in range(3):
        out[i][order] = flat[40 * i:40 * (i + 1)]
    return out


def crc16(bits):
    reg = 0
    for b in list(bits) + [0] * 16:
        reg = reg << 1 | int(b)
        if reg >> 16:
            reg ^= 0x11021
    return reg


def broadcast(x, frame, pci, cp):
    """6.6: the MIB in slot 1 of a frame, for each number of ports."""
    nsym, prefix = (7, 9) if cp == "normal" else (6, 32)
    first = frame + 960 + (10 if cp == "normal" else 32)
    y = [carriers(x, first + l * (N + prefix), 72) for l in range(4)]
    h = []
    for port in range(4):
        l = 0 if port < 2 else 1
        h.append(estimate(y[l], *crs(pci, 1, l, cp, port, nsym)))
    reserved = [pci % 3 + 3 * np.arange(24) if l < 2 or (cp == "extended" and l == 3) else [] for l in range(4)]
    for ports in (1, 2, 4):
        soft = []
        for l in range(4):
            k = np.setdiff1d(np.arange(72), reserved[l])
            soft += list(combine(y[l][k], [hp[k] for hp in h], ports))
        soft = np.array(soft)
        frame_bits = len(soft)
        c = gold(pci, 4 * frame_bits)
        for phase in range(4):
            e = np.zeros(4 * frame_bits)
            part = slice(phase * frame_bits, (phase + 1) * frame_bits)
            e[part] = soft * (1 - 2 * c[part])
            bits = viterbi(dematch(e))
            received = int("".join(map(str, bits[24:])), 2)
            if crc16(bits[:24]) ^ received == {1: 0, 2: 0xFFFF, 4: 0x5555}[ports]:
                number = int("".join(map(str, bits[6:14])), 2) * 4 + phase
                rb = [6, 15, 25, 50, 75, 100, 0, 0][int("".join(map(str, bits[:3])), 2)]
                return ports, rb, int("".join(map(str, bits[3:6])), 2), number
    return None


def combine(y, h, ports):
    """6.3.4.3 undone: soft bits of QPSK."""
    out = []
    if ports == 1:
        z = y * np.conj(h[0])
        return np.c_[z.real, z.imag].ravel()
    for i in range(0, len(y) - 1, 2):
        a, b = (0, 1) if ports == 2 else (i // 2 % 2, i // 2 % 2 + 2)
        ha, hb = (h[a][i] + h[a][i + 1]) / 2, (h[b][i] + h[b][i + 1]) / 2
        x0 = np.conj(ha) * y[i] + hb * np.conj(y[i + 1])
        x1 = np.conj(ha) * y[i + 1] - hb * np.conj(y[i])
        out += [x0.real, x0.imag, x1.real, x1.imag]
    return out


def main():
    raw = open(sys.argv[1], "rb").read()[int(sys.argv[3]) if len(sys.argv) > 3 else 0:]
    if sys.argv[2] == "cu8":
        v = np.frombuffer(raw[:len(raw) // 2 * 2], np.uint8).astype(float) - 127.5
        x = v[0::2] + 1j * v[1::2]
    else:
        x = np.frombuffer(raw[:len(raw) // 8 * 8], np.complex64).astype(complex)
    best = (0,)
    for nid2, at, offset in find_pss(x):
        at += 9600 if at < 700 else 0
        shifted = x * np.exp(-2j * np.pi * offset * np.arange(len(x)) / FS)
        found = find_sss(shifted, at, nid2)
        if found[0] > best[0]:
            best = found + (nid2, offset, shifted)
    like, nid1, half, cp, duplex, pss_at, nid2, offset, x = best
    prefix = 9 if cp == "normal" else 32
    lag = sum(np.vdot(x[a - prefix + 2:a], x[a - prefix + 2 + N:a + N]) for a in range(pss_at, len(x) - N, 9600))
    fine = np.angle(lag) / (2 * np.pi) * 15e3
    x = x * np.exp(-2j * np.pi * fine * np.arange(len(x)) / FS)
    useful_from_frame = {"FDD": 960 - N, "TDD": 1920 + (10 + 2 * 9 + 2 * N if cp == "normal" else 3 * 32 + 2 * N)}[duplex]
    frame = pss_at - useful_from_frame - 9600 * half
    pci = 3 * nid1 + nid2
    head = f"pci={pci} duplex={duplex} cp={cp}"
    while frame + 3000 < len(x):
        mib = broadcast(x, frame, pci, cp) if frame >= 0 else None
        if mib:
            ports, rb, phich, number = mib
            print(f"{head} rb={rb} ports={ports} phich={phich} sfn={(number - frame // 19200) % 1024} offset={offset + fine:.0f}")
            return
        frame += 19200
    print(f"{head} like={like:.2f} offset={offset + fine:.0f} no broadcast channel")


main()

package gsm

// A Reader puts together what one cell says from blocks that another receiver
// has decoded, such as a phone's modem.
type Reader struct{ cell cell }

// Broadcast takes a block of 23 octets of the broadcast channel and reports
// whether it was System Information.
func (r *Reader) Broadcast(octets []byte) bool { return r.cell.info.read(octets) != 0 }

// Common takes a block of a common control channel: it is counted by kind, and
// every octet of it is then zero.
func (r *Reader) Common(octets []byte) { r.cell.traffic.read(octets) }

// Fields returns what the cell has said. Colours, frame number and offset of the
// carrier are not in blocks; they are zero.
func (r *Reader) Fields() Fields { return r.cell.fields(0) }

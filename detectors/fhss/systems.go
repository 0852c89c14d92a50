package fhss

// A System is a kind of link, or of ordinary radio, as its packets show it.
type System struct {
	Link      string // its name in the contract
	Drone     bool   // controls or watches an aircraft; the others are ordinary life
	Kind      Kind
	Bandwidth float64 // of chirps, Hz; 0 for any
	SF        int     // of chirps; 0 for any
	RateHz    float64 // packets a second, 0 when there is no fixed rate
	Words     []int   // of synchronisation, nil for any
	Deviation [2]float64
	BitRate   [2]float64
	Airtime   [2]float64 // seconds, the shortest and the longest packet
	Period    float64    // seconds between slots, 0 without a lattice
	Shared    bool       // both ends send within one period
	Dwell     int        // slots on a channel before the next; 0 when unknown
	Fill      [2]float64 // share of slots in which it sends, or without a lattice of the time
	Domains   []Domain   // nil: any place
	Bands     [][2]float64
}

// exact returns an airtime that the firmware fixes.
func exact(seconds float64) [2]float64 { return [2]float64{seconds, seconds} }

// chirped returns an ExpressLRS rate: airtime in milliseconds.
func chirped(bandwidth float64, sf int, rate, airtimeMS float64, dwell int) System {
	return System{
		Link: "expresslrs", Drone: true, Kind: Chirp, Bandwidth: bandwidth, SF: sf, RateHz: rate,
		Airtime: exact(airtimeMS / 1e3), Period: 1 / rate, Dwell: dwell, Fill: [2]float64{0.5, 1}, Domains: ExpressLRSDomains,
	}
}

// shifted returns a system of FSK devices with a fixed rate in symbols a second.
func shifted(link string, rate, least, most float64, bands ...[2]float64) System {
	return System{
		Link: link, Kind: FSK, Deviation: [2]float64{least, most}, BitRate: [2]float64{0.97 * rate, 1.03 * rate},
		Airtime: [2]float64{2e-3, 60e-3}, Fill: busy, Bands: bands,
	}
}

var zwaveBands = [][2]float64{{868.3e6, 868.5e6}, {869.75e6, 869.95e6}, {908.3e6, 908.5e6}, {915.9e6, 916.1e6}}

// Synchronisation words: LoRaWAN's public and private ones, and Meshtastic's.
var (
	lorawanWords    = []int{0x34, 0x12}
	meshtasticWords = []int{0x2B}
)

var (
	anySRD   = [][2]float64{{433.05e6, 434.79e6}, {863e6, 870e6}, {902e6, 928e6}}
	any868   = [][2]float64{{863e6, 876e6}}
	anyTwice = [2]float64{0, 0.12} // share of the time that a duty cycle limit of 10 % leaves, one emitter
	busy     = [2]float64{0, 0.5}  // of many emitters of one kind
)

// Systems lists what links are told apart from. ExpressLRS's rates are those of
// its firmware 3 and 4: airtimes follow from 8 octets, 13 where it says so, with
// an implicit header and the coding of each rate (Semtech SX1276 data sheet,
// section 4.1.1.7; SX1261/2, section 6.1.4; SX1280, section 7.4.4).
var Systems = []System{
	chirped(500e3, 5, 250, 3.216, 4),
	chirped(500e3, 5, 200, 4.6, 4), // 13 octets
	chirped(500e3, 6, 200, 4.384, 4),
	chirped(500e3, 6, 100, 6.688, 4), // 13 octets
	chirped(500e3, 7, 100, 8.768, 4),
	chirped(500e3, 8, 50, 18.56, 4),
	chirped(500e3, 9, 25, 29.952, 2),
	chirped(812.5e3, 5, 500, 1.507, 4),
	chirped(812.5e3, 5, 333.33, 2.374, 4), // 13 octets
	chirped(812.5e3, 6, 250, 3.3, 4),
	chirped(812.5e3, 7, 150, 5.871, 4),
	chirped(812.5e3, 7, 100, 7.605, 4), // 13 octets
	chirped(812.5e3, 8, 50, 10.798, 2),
	{
		Link: "expresslrs", Drone: true, Kind: FSK, RateHz: 1000, Deviation: [2]float64{90e3, 110e3}, BitRate: [2]float64{290e3, 310e3},
		Airtime: [2]float64{0.4e-3, 0.95e-3}, Period: 1e-3, Dwell: 8, Fill: [2]float64{0.5, 1}, Domains: ExpressLRSDomains,
	},
	{
		Link: "mlrs", Drone: true, Kind: Chirp, Bandwidth: 500e3, SF: 5, RateHz: 31.25,
		Airtime: exact(13.2e-3), Period: 32e-3, Shared: true, Dwell: 1, Fill: [2]float64{0.6, 2}, Domains: mlrsDomains,
	},
	{
		Link: "mlrs", Drone: true, Kind: Chirp, Bandwidth: 500e3, SF: 6, RateHz: 18.868,
		Airtime: exact(22.56e-3), Period: 53e-3, Shared: true, Dwell: 1, Fill: [2]float64{0.6, 2}, Domains: mlrsDomains,
	},
	{
		Link: "crossfire-like", Drone: true, Kind: Chirp, Bandwidth: 250e3, RateHz: 50,
		Airtime: [2]float64{4e-3, 19e-3}, Period: 20e-3, Dwell: 1, Fill: [2]float64{0.5, 2}, Shared: true, Bands: anySRD,
	},
	{
		Link: "crossfire-like", Drone: true, Kind: FSK, RateHz: 150, Deviation: [2]float64{15e3, 60e3}, BitRate: [2]float64{75e3, 95e3},
		Airtime: [2]float64{1.5e-3, 5e-3}, Period: 1 / 150., Dwell: 1, Fill: [2]float64{0.5, 2}, Shared: true, Bands: anySRD,
	},
	{
		Link: "frsky-r9-like", Drone: true, Kind: Chirp, RateHz: 1 / 9e-3,
		Airtime: [2]float64{3e-3, 8.9e-3}, Period: 9e-3, Dwell: 1, Fill: [2]float64{0.5, 1}, Bands: anySRD,
	},
	{
		Link: "frsky-r9-like", Drone: true, Kind: FSK, RateHz: 1 / 9e-3, Deviation: [2]float64{15e3, 110e3}, BitRate: [2]float64{40e3, 260e3},
		Airtime: [2]float64{1e-3, 8.9e-3}, Period: 9e-3, Dwell: 1, Fill: [2]float64{0.5, 1}, Bands: anySRD,
	},
	{
		Link: "sik", Drone: true, Kind: FSK, Deviation: [2]float64{30e3, 130e3}, BitRate: [2]float64{28e3, 260e3},
		Airtime: [2]float64{1e-3, 131e-3}, Fill: [2]float64{0.05, 1}, Domains: sikDomains,
	},
	{Link: "lorawan", Kind: Chirp, Words: lorawanWords, Bandwidth: 125e3, Airtime: [2]float64{20e-3, 3}, Fill: busy, Bands: anySRD},
	{Link: "lorawan", Kind: Chirp, Words: lorawanWords, Bandwidth: 250e3, SF: 7, Airtime: [2]float64{15e-3, 0.3}, Fill: anyTwice, Bands: any868},
	{Link: "lorawan", Kind: Chirp, Words: lorawanWords, Bandwidth: 500e3, Airtime: [2]float64{10e-3, 0.8}, Fill: anyTwice, Bands: [][2]float64{{902e6, 928e6}}},
	{Link: "meshtastic", Kind: Chirp, Words: meshtasticWords, Bandwidth: 250e3, Airtime: [2]float64{20e-3, 5}, Fill: busy, Bands: anySRD},
	{Link: "meshtastic", Kind: Chirp, Words: meshtasticWords, Bandwidth: 125e3, SF: 11, Airtime: [2]float64{0.3, 6}, Fill: busy, Bands: anySRD},
	{Link: "meshtastic", Kind: Chirp, Words: meshtasticWords, Bandwidth: 125e3, SF: 12, Airtime: [2]float64{0.5, 10}, Fill: busy, Bands: anySRD},
	{Link: "meshtastic", Kind: Chirp, Words: meshtasticWords, Bandwidth: 500e3, SF: 7, Airtime: [2]float64{12e-3, 0.5}, Fill: busy, Bands: anySRD},
	shifted("wm-bus", 32.768e3, 40e3, 80e3, [2]float64{868.2e6, 868.5e6}), // mode S, EN 13757-4
	shifted("wm-bus", 100e3, 35e3, 80e3, [2]float64{868.85e6, 869.05e6}),  // modes T and C
	shifted("wm-bus", 100e3, 35e3, 80e3, [2]float64{433.7e6, 434.0e6}),    // mode F and others' use of the band
	shifted("z-wave", 19.2e3, 15e3, 25e3, zwaveBands...),                  // 9.6 kb/s, ITU-T G.9959
	shifted("z-wave", 40e3, 15e3, 25e3, zwaveBands...),
	shifted("z-wave", 100e3, 24e3, 34e3, zwaveBands...),
	{Link: "sigfox", Kind: Unknown, Airtime: [2]float64{0.2, 2.2}, Fill: anyTwice, Bands: [][2]float64{{868.0e6, 868.3e6}, {902.1e6, 902.3e6}}},
	{
		Link: "meter", Kind: FSK, Deviation: [2]float64{1e3, 60e3}, BitRate: [2]float64{1e3, 120e3},
		Airtime: [2]float64{1e-3, 0.2}, Fill: busy, Bands: [][2]float64{{902e6, 928e6}, {868e6, 869.7e6}},
	},
}

package live

import "vigie/detectors"

// spoken returns the texts in a language.
func spoken(texts map[string]detectors.Text, lang string) map[string]string {
	said := make(map[string]string, len(texts))
	for key, t := range texts {
		said[key] = t.In(lang)
	}
	return said
}

// pageTexts are what the HTML says.
var pageTexts = map[string]detectors.Text{
	"skip":      {EN: "Skip to what is near", FR: "Aller à ce qui est proche"},
	"purpose":   {EN: "what watches you by radio or from the air", FR: "ce qui vous surveille par radio ou depuis les airs"},
	"languages": {EN: "Language", FR: "Langue"},
	"waiting":   {EN: "Waiting for the sensor…", FR: "En attente du capteur…"},
	"near":      {EN: "Near now", FR: "À proximité maintenant"},
	"nothing":   {EN: "Nothing recognised lately.", FR: "Rien de reconnu récemment."},
	"caution": {
		EN: "No alert is no proof that nobody watches: the sensor recognises only what its detectors know, in the bands it listens to.",
		FR: "L’absence d’alerte ne prouve pas l’absence de surveillance : le capteur ne reconnaît que ce que ses détecteurs connaissent, dans les bandes qu’il écoute.",
	},
	"receivers":   {EN: "Receivers", FR: "Récepteurs"},
	"receiver":    {EN: "Receiver", FR: "Récepteur"},
	"status":      {EN: "State", FR: "État"},
	"centre":      {EN: "Tuned to", FR: "Accordé sur"},
	"rate":        {EN: "Samples/s", FR: "Échantillons/s"},
	"lost":        {EN: "Lost", FR: "Perdus"},
	"clip":        {EN: "Overdriven", FR: "Saturés"},
	"floor":       {EN: "Noise floor", FR: "Plancher de bruit"},
	"microphones": {EN: "Microphones", FR: "Microphones"},
	"microphone":  {EN: "Microphone", FR: "Microphone"},
	"level":       {EN: "Sound around", FR: "Bruit ambiant"},
	"hearing":     {EN: "Hearing", FR: "Ouïe"},
	"listened":    {EN: "Listened", FR: "Écouté"},
	"nosound": {
		EN: "No sound is kept: two seconds of it are in locked memory, and zeroed as they are read.",
		FR: "Aucun son n’est gardé : deux secondes sont en mémoire verrouillée, effacées dès leur lecture.",
	},
	"bands":     {EN: "Bands watched", FR: "Bandes surveillées"},
	"band":      {EN: "Band", FR: "Bande"},
	"range":     {EN: "MHz", FR: "MHz"},
	"coverage":  {EN: "Covered", FR: "Couverte"},
	"revisit":   {EN: "Longest absence", FR: "Plus longue absence"},
	"spectra":   {EN: "Spectrum", FR: "Spectre"},
	"key":       {EN: "Line: power received. Dashes: noise floor. Both in dB of full scale, for one line of the spectrum.", FR: "Trait : puissance reçue. Tirets : plancher de bruit. Les deux en dB de pleine échelle, par raie du spectre."},
	"detectors": {EN: "Detectors", FR: "Détecteurs"},
	"recent":    {EN: "Latest events", FR: "Derniers événements"},
	"noscript":  {EN: "This page needs JavaScript; it loads nothing from elsewhere. Without it, read", FR: "Cette page a besoin de JavaScript ; elle ne charge rien d’ailleurs. Sans lui, lisez"},
	"privacy": {
		EN: "Receives only. Keeps nobody’s identity or communications. This page loads nothing from elsewhere.",
		FR: "Réception seule. Ne garde ni identité ni communication de personne. Cette page ne charge rien d’ailleurs.",
	},
}

// scriptTexts are what the script says.
var scriptTexts = map[string]detectors.Text{
	"alerts":     {EN: "ALERT: {n} near now", FR: "ALERTE : {n} à proximité"},
	"watches":    {EN: "Watch out: {n} likely near now", FR: "Attention : {n} probable(s) à proximité"},
	"calm":       {EN: "No alert", FR: "Pas d’alerte"},
	"deaf":       {EN: "A receiver or microphone delivers nothing: the sensor is blind there", FR: "Un récepteur ou un microphone ne livre rien : le capteur y est aveugle"},
	"connection": {EN: "No connection to the sensor. What you see is {n} s old.", FR: "Pas de connexion au capteur. Ce que vous voyez date de {n} s."},

	"severity.info":  {EN: "seen", FR: "vu"},
	"severity.watch": {EN: "watch", FR: "attention"},
	"severity.alert": {EN: "ALERT", FR: "ALERTE"},

	"type.cell":        {EN: "Mobile network cell", FR: "Cellule de réseau mobile"},
	"type.cell_alert":  {EN: "Cell that behaves like an IMSI catcher", FR: "Cellule qui se comporte comme un IMSI-catcher"},
	"type.drone_link":  {EN: "Radio link of an aircraft", FR: "Liaison radio d’un aéronef"},
	"type.drone_video": {EN: "Video link of an aircraft", FR: "Liaison vidéo d’un aéronef"},
	"type.drone_id":    {EN: "Aircraft that identifies itself", FR: "Aéronef qui se signale"},
	"type.rotor":       {EN: "Aircraft heard", FR: "Aéronef entendu"},
	"type.emitter":     {EN: "Odd emitter", FR: "Émetteur inhabituel"},
	"type.sensor":      {EN: "This sensor", FR: "Ce capteur"},
	"type.summary":     {EN: "Summary", FR: "Bilan"},

	"evidence.energy":   {EN: "more power than the floor", FR: "plus de puissance que le bruit"},
	"evidence.waveform": {EN: "a known waveform", FR: "une forme d’onde connue"},
	"evidence.link":     {EN: "a known link, by its timing and channels", FR: "une liaison connue, par son rythme et ses canaux"},
	"evidence.decoded":  {EN: "decoded, its checksum passed", FR: "décodé, somme de contrôle juste"},

	"sure":      {EN: "How sure", FR: "Certitude"},
	"why":       {EN: "Why", FR: "Pourquoi"},
	"statistic": {EN: "{name} {value}, threshold {threshold}; by noise alone once in {odds} tries", FR: "{name} {value}, seuil {threshold} ; par le bruit seul une fois sur {odds} essais"},
	"unlikely":  {EN: "{name} {value}, threshold {threshold}; by noise alone practically never", FR: "{name} {value}, seuil {threshold} ; par le bruit seul pratiquement jamais"},
	"spectrum":  {EN: "Spectrum of receiver {name} from {low} to {high}, strongest {top} dB of full scale at {peak}", FR: "Spectre du récepteur {name} de {low} à {high}, au plus {top} dB de pleine échelle à {peak}"},
	"frequency": {EN: "Frequency", FR: "Fréquence"},
	"width":     {EN: "Bandwidth", FR: "Largeur de bande"},
	"snr":       {EN: "Above the noise", FR: "Au-dessus du bruit"},
	"seen":      {EN: "Seen", FR: "Vu"},
	"ago":       {EN: "{n} s ago", FR: "il y a {n} s"},
	"now":       {EN: "now", FR: "à l’instant"},
	"times":     {EN: "{n} times", FR: "{n} fois"},
	"by":        {EN: "By", FR: "Par"},
	"details":   {EN: "Technical details", FR: "Détails techniques"},
	"up":        {EN: "✓ samples flow", FR: "✓ échantillons reçus"},
	"flows":     {EN: "✓ sound comes", FR: "✓ son reçu"},
	"hears":     {EN: "✓ yes", FR: "✓ oui"},
	"drowned":   {EN: "✗ deaf: too loud around", FR: "✗ sourd : trop de bruit autour"},
	"down":      {EN: "✗ silent", FR: "✗ muet"},
	"works":     {EN: "✓ at work", FR: "✓ au travail"},
	"blind":     {EN: "✗ blind", FR: "✗ aveugle"},
	"never":     {EN: "not yet", FR: "pas encore"},

	"field.rat":            {EN: "Radio technology", FR: "Technologie radio"},
	"field.pci":            {EN: "Physical cell identity (PCI)", FR: "Identité physique de cellule (PCI)"},
	"field.duplex":         {EN: "Duplex", FR: "Duplex"},
	"field.rb":             {EN: "Resource blocks", FR: "Blocs de ressources"},
	"field.ports":          {EN: "Antenna ports", FR: "Ports d’antenne"},
	"field.sfn":            {EN: "Frame number", FR: "Numéro de trame"},
	"field.cfo_hz":         {EN: "Carrier offset (Hz)", FR: "Écart de porteuse (Hz)"},
	"field.plmns":          {EN: "Networks (MCC-MNC)", FR: "Réseaux (MCC-MNC)"},
	"field.mcc":            {EN: "Country code (MCC)", FR: "Code pays (MCC)"},
	"field.mnc":            {EN: "Network code (MNC)", FR: "Code réseau (MNC)"},
	"field.tac":            {EN: "Tracking area", FR: "Zone de suivi"},
	"field.lac":            {EN: "Location area", FR: "Zone de localisation"},
	"field.cell_id":        {EN: "Cell identity", FR: "Identité de cellule"},
	"field.band":           {EN: "Band", FR: "Bande"},
	"field.cell_barred":    {EN: "Barred", FR: "Interdite d’accès"},
	"field.arfcn":          {EN: "Channel (ARFCN)", FR: "Canal (ARFCN)"},
	"field.score":          {EN: "Score", FR: "Score"},
	"field.threshold":      {EN: "Threshold", FR: "Seuil"},
	"field.indicators":     {EN: "Indicators", FR: "Indices"},
	"field.cyclic_prefix":  {EN: "Cyclic prefix", FR: "Préfixe cyclique"},
	"field.phich_duration": {EN: "PHICH duration", FR: "Durée du PHICH"},
	"field.phich_resource": {EN: "PHICH resource", FR: "Ressource du PHICH"},
	"field.mib_rest":       {EN: "Other bits of the MIB", FR: "Autres bits du MIB"},
	"field.frames":         {EN: "Frames combined", FR: "Trames combinées"},
	"field.class":          {EN: "Class", FR: "Classe"},
	"field.probability":    {EN: "Probability", FR: "Probabilité"},
	"field.f0_hz":          {EN: "Fundamental (Hz)", FR: "Fondamentale (Hz)"},
	"field.bearing_deg":    {EN: "Bearing (°)", FR: "Direction (°)"},
	"field.what":           {EN: "What", FR: "Quoi"},
	"field.detail":         {EN: "Detail", FR: "Précision"},
}

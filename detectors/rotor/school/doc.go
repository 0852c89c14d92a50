// Package school trains the model of package rotor and examines it.
//
// A manifest lists clips with their label, source and licence. Each clip is
// measured as it is and in copies played through other microphones, rooms,
// distances and speeds and mixed with sounds that are no aircraft; modelled
// aircraft, engines and horns are added (package synth), which are never asked.
// Examination never asks a model about a source it was grown on: positives are
// examined by models without their source, everything else by models without its
// recording, as clip or as background. The probabilities' calibration and the thresholds come
// from those answers alone.
//
// The same manifest and clips give the same model, bit for bit, on any number of
// processors of one architecture; another architecture may round a feature
// otherwise.
package school

// Package school trains the model of package rotor and examines it.
//
// A manifest lists clips with their label, source and licence. Each clip is
// measured as it is and in copies played through other microphones, rooms,
// distances and speeds and mixed with sounds that are no aircraft; modelled
// helicopters are added, of which there are few recordings. Examination never
// asks a forest about a source it was grown on: positives are examined by forests
// without their source, everything else by forests without its recording, as
// clip or as background. The probabilities' calibration and the thresholds come
// from those answers alone.
//
// The same manifest and clips give the same model, bit for bit, on any number of
// processors of one architecture; another architecture may round a feature
// otherwise.
package school

// Package rogue judges cells: is one of them an IMSI catcher?
//
// It looks at no samples. A [Judge] sees every event of type cell that the
// decoders emit, remembers the cells of the site in a [site], and asks every
// [Indicator] of the [Catalogue] what it makes of the cell. An indicator's
// weight is the decimal logarithm of a likelihood ratio: how many times more
// often the sign is seen at a catcher than at an operator's cell. Weights are
// added to the logarithm of the prior odds (Bayes' rule). Signs that tend to
// come together form a [Group], whose sum is capped, so that one cause is not
// counted many times.
//
// An alert needs odds of ten to one, and either signs from two groups or one of the
// few signs that are marked strong. A cell that a database does not
// know, a jump in level or any other weak sign alone can never cause one: a
// test proves it over the whole catalogue.
//
// The judge reads the event contract (the JSON names of the fields), not the
// decoders' types, so that events from captures and from other sensors are
// judged by the same rules. Time is the events'. It sees broadcast contents
// only; identities are counted by type before they reach it.
//
// A catcher that repeats a cell perfectly, at an ordinary level, in step with
// its neighbours, cannot be told from broadcast alone.
package rogue

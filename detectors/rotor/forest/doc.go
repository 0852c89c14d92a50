// Package forest is extremely randomised trees (Geurts, Ernst and Wehenkel,
// Machine Learning 63, 2006): many trees, each grown on all rows by the best of a
// few cuts drawn at random, vote by the shares of the classes in their leaves.
//
// [Boost] grows the other kind of trees: small ones, each a correction of the sum
// of those before it, which find what few rows have in common.
//
// Features are first coded by rank: [Scale] holds the edges of 64 equally
// populated steps of each. Cuts, counts and weights are whole numbers, every tree
// has a generator of its own, and no sum of fractions depends on an order: the
// same rows and seed give the same forest, bit for bit, however many processors
// grow it.
package forest

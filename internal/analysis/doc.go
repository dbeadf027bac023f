// Package analysis turns domain values into reports: records, studies and correlations.
//
// It takes fixings, candles and timelines and gives back what a page prints, each number with its unit, its n and its
// warnings. It reads no database, clock or flag; the arithmetic lives in its children, which know only []float64.
// The methods are those of METHODS.md, named at each function.
package analysis

// Schema is the version of every JSON result of this package.
const Schema = 1

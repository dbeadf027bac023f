// Package inquiry reads from a store the figures that a question of package analysis is asked of, and writes its report,
// so that a page and a command that ask the same question answer with the same bytes.
//
// It decides nothing about the question, computes no statistic and keeps nothing.
package inquiry

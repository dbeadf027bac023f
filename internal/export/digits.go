package export

import (
	"strconv"
	"time"
)

const secondsPerDay = 86_400

// appendScaled writes unscaled / 10^scale with scale decimals, as fx.Rate prints itself, without a division. It is for
// numbers that are not negative.
func appendScaled(dst []byte, unscaled int64, scale uint8) []byte {
	start := len(dst)
	dst = strconv.AppendInt(dst, unscaled, 10)
	if scale == 0 {
		return dst
	}
	for len(dst)-start <= int(scale) {
		dst = append(dst, 0)
		copy(dst[start+1:], dst[start:])
		dst[start] = '0'
	}
	dst = append(dst, 0)
	point := len(dst) - 1 - int(scale)
	copy(dst[point+1:], dst[point:])
	dst[point] = '.'
	return dst
}

// appendInstant writes seconds since 1970 as RFC 3339 in UTC; time.Format takes four times as long.
func appendInstant(dst []byte, seconds int64) []byte {
	days := seconds / secondsPerDay
	if seconds%secondsPerDay < 0 {
		days--
	}
	rest := int(seconds - days*secondsPerDay)
	dst = append(appendDate(dst, days), 'T')
	dst = append(twoDigits(dst, rest/3600), ':')
	dst = append(twoDigits(dst, rest/60%60), ':')
	return append(twoDigits(dst, rest%60), 'Z')
}

// appendDate writes days since 1970-01-01 as YYYY-MM-DD.
//
// Reference: H. Hinnant, chrono-compatible low-level date algorithms, civil_from_days.
func appendDate(dst []byte, days int64) []byte {
	shifted := days + 719_468 // days since 0000-03-01: leap days end the years
	if shifted < 366 || shifted > 3_652_000 {
		return time.Unix(days*secondsPerDay, 0).UTC().AppendFormat(dst, time.DateOnly)
	}
	era := shifted / 146_097
	of := int(shifted - era*146_097)
	year := (of - of/1460 + of/36_524 - of/146_096) / 365
	dayOf := of - (365*year + year/4 - year/100)
	month := (5*dayOf + 2) / 153
	day := dayOf - (153*month+2)/5 + 1
	year += int(era) * 400
	if month < 10 {
		month += 3
	} else {
		month -= 9
		year++
	}
	dst = twoDigits(twoDigits(dst, year/100), year%100)
	dst = append(twoDigits(append(dst, '-'), month), '-')
	return twoDigits(dst, day)
}

func twoDigits(dst []byte, n int) []byte { return append(dst, byte('0'+n/10), byte('0'+n%10)) }

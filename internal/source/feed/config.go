package feed

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// ErrConfig is wrapped by every error about the description of a feed.
var ErrConfig = errors.New("invalid feed")

// Config describes a feed. Keywords match whole words, case aside; one that ends in an asterisk matches the beginning of a
// word ("sanction*"); several words match in a row.
type Config struct {
	Name   string   // letters, digits and hyphens; stays the same when the address moves, since the drafts' ids hold it
	URL    string   // http or https
	Title  string   // the publisher, as sources are cited; Name where empty
	Tier   string   // official, press or empty: the source tier of the drafts
	AnyOf  []string // a story needs one of them in title or text; empty takes all
	NoneOf []string // and none of these
}

var feedName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,29}$`)

// Validate says what is wrong with c, wrapping ErrConfig, or nil.
func (c Config) Validate() error {
	if !feedName.MatchString(c.Name) {
		return fmt.Errorf("feed: %w: name %q: want 1 to 30 lower-case letters, digits and hyphens", ErrConfig, c.Name)
	}
	u, err := url.Parse(c.URL)
	if err != nil || (u.Scheme != "http" && u.Scheme != "https") || u.Host == "" || u.User != nil {
		return fmt.Errorf("feed: %w: %s: address %q: want http or https, without a user's name", ErrConfig, c.Name, c.URL)
	}
	for _, k := range append(c.AnyOf, c.NoneOf...) {
		if spaced(k) == " " {
			return fmt.Errorf("feed: %w: %s: keyword %q holds no word", ErrConfig, c.Name, k)
		}
	}
	return nil
}

// Validate checks each feed, and that no name stands twice.
func Validate(list []Config) error {
	seen := map[string]bool{}
	for _, c := range list {
		if err := c.Validate(); err != nil {
			return err
		}
		if seen[c.Name] {
			return fmt.Errorf("feed: %w: the name %s stands twice", ErrConfig, c.Name)
		}
		seen[c.Name] = true
	}
	return nil
}

// wants applies the keywords.
func (c Config) wants(text string) bool {
	text = spaced(text)
	return (len(c.AnyOf) == 0 || holdsAny(text, c.AnyOf)) && !holdsAny(text, c.NoneOf)
}

func holdsAny(text string, keywords []string) bool {
	for _, k := range keywords {
		word := spaced(k)
		if strings.HasSuffix(strings.TrimSpace(k), "*") {
			word = strings.TrimSuffix(word, " ")
		}
		if strings.Contains(text, word) {
			return true
		}
	}
	return false
}

// spaced is text in lower case, its words parted by single spaces, one before the first and one behind the last.
func spaced(text string) string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	if len(words) == 0 {
		return " "
	}
	return " " + strings.Join(words, " ") + " "
}

// Key names what was read of the feed. It holds more than the address: a second feed of one address, and one whose
// keywords have changed, has not read what this one passed over.
func (c Config) Key() string {
	sum := sha256.Sum256(fmt.Appendf(nil, "%q %q", c.AnyOf, c.NoneOf))
	return c.URL + " " + c.Name + " " + hex.EncodeToString(sum[:6])
}

var (
	crisis = []string{"russia*", "ukrain*", "kremlin", "moscow", "putin", "lavrov", "zelensk*", "kyiv", "kiev", "belarus*", "crimea*", "donbas*", "donetsk",
		"luhansk", "rouble*", "ruble*", "gazprom", "nord stream", "minsk agreement*", "normandy format"}
	// statecraft is for offices whose every story is of their own country.
	statecraft = []string{"talk*", "negotiat*", "summit*", "telephone", "phone", "meeting with", "agreement*", "treaty", "sanction*", "ukrain*", "nato",
		"military", "troops", "ceasefire", "security"}
	duma = []string{"санкц*", "переговор*", "украин*", "нато", "сша", "евросоюз*", "договор*", "соглашен*", "безопасност*", "дипломат*"}
	bank = []string{"ставк*", "валют*", "курс*", "рубл*", "санкц*", "резерв*"}
)

// Defaults lists the feeds that are read unless the configuration says otherwise. The addresses were seen to answer, or are
// published by their owners; publishers move them, so the configuration can replace each. Agencies without a public feed of their
// own are left out.
func Defaults() []Config {
	return []Config{
		{"kremlin", "http://en.kremlin.ru/events/all/feed", "Kremlin", "official", statecraft, nil},
		{"mid", "https://mid.ru/ru/rss/", "Russian foreign ministry", "official", duma, nil},
		{"cbr", "http://www.cbr.ru/rss/RssNews", "Bank of Russia", "official", bank, nil},
		{"nato", "https://www.nato.int/cps/rss/en/natohq/rssFeed.xsl/rssFeed.xml", "NATO", "official", crisis, nil},
		{"eu-council", "https://www.consilium.europa.eu/en/rss/pressreleases.ashx", "Council of the EU", "official", crisis, nil},
		{"eu-commission", "https://ec.europa.eu/commission/presscorner/api/rss", "European Commission", "official", crisis, []string{"daily news"}},
		{"us-state", "https://www.state.gov/feed/", "US State Department", "official", crisis, nil},
		{"us-treasury", "https://home.treasury.gov/rss/press-releases", "US Treasury", "official", crisis, nil},
		{"uk-fcdo", "https://www.gov.uk/government/organisations/foreign-commonwealth-development-office.atom", "UK Foreign Office", "official", crisis, nil},
		{"uk-mod", "https://www.gov.uk/government/organisations/ministry-of-defence.atom", "UK Ministry of Defence", "official", crisis, nil},
		{"ukraine", "https://www.president.gov.ua/en/rss/news/all.rss", "President of Ukraine", "official", statecraft, nil},
		{"un", "https://news.un.org/feed/subscribe/en/news/all/rss.xml", "UN News", "official", crisis, nil},
		{"iaea", "https://www.iaea.org/feeds/topnews", "IAEA", "official", crisis, nil},
		{"aljazeera", "https://www.aljazeera.com/xml/rss/all.xml", "Al Jazeera", "press", crisis, nil},
		{"bbc", "https://feeds.bbci.co.uk/news/world/rss.xml", "BBC News", "press", crisis, nil},
		{"moscow-times", "https://www.themoscowtimes.com/rss/news", "The Moscow Times", "press", append(crisis[:len(crisis):len(crisis)], statecraft...), nil},
	}
}

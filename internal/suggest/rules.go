package suggest

import (
	"regexp"
	"sync"

	"detente/internal/event"
)

// Words that several patterns share.
const (
	forces   = `(troops?|soldiers?|forces|servicemen|military personnel|warships?|fighter jets?|tanks|battalions?|brigades?|battle ?groups?|missile (system|defence)s?|air defences?)`
	posture  = `(posture|presence|deployments?|reinforcements?|` + forces + `)`
	agreed   = `(agreement|treaty|accord|memorandum|pact|deal|protocol)`
	maybe    = `\b(if|could|would|may|might|should|threat\w*|warn\w*|vow\w*|prepar\w+|consider\w*|weigh\w*|propos\w*|call\w* for|urg\w+|demand\w*|fear\w*|feared|possible|potential|risk of|plan(s|ning)? (to|an)|den(y|ies|ied)|rule[sd]? out|oppos\w+)\b`
	ahead    = `\b(will|would|to|could|may|might|plans?|planned|due|set|expected|scheduled|hopes?|ready|agree[sd]? to)\b[^.]{0,30}?`
	movement = `(gain(ed|s)?|firm(s|ed|er)?|fell|falls?|weaken(s|ed)?|strengthen(s|ed)?|recover(s|ed)?|slid(es)?|slump(s|ed)?|slip(s|ped)?|rose|rises|high|low|trad(es|ed|ing)|plung(es|ed)|rall(ies|ied)|tumbl(es|ed)|drop(s|ped)?|jump(s|ed)?|eas(es|ed)|steadied|hits?|past)`
)

func words(pattern string) *regexp.Regexp { return regexp.MustCompile(`(?i)` + pattern) }

// rules go from the particular to the general; the first that matches counts. Codes follow the curated table: market
// and monetary events are 010, so that the tension index never contains what it is compared with.
//
// Compiling them takes longer than the rest of the program takes to start, so they wait for the first text.
var rules = sync.OnceValue(func() []rule {
	return []rule{
		{"rouble moves", event.Market, "010", words(`\b(ro?uble|russian currency)\b[^.]*\b` + movement + `\b|\b(against|versus|to|per) the (us |u\.s\. )?(dollar|euro)\b|\b(dollar|euro) (bought|buys|costs?|fetched|(is|was) worth)\b[^;]{0,20}\bro?ubles?\b`), nil},
		{"securities or oil move", event.Market, "010", words(`\b(stocks?|shares|bonds|moex|rts|oil|brent|gas prices?)\b[^.]{0,30}\b` + movement + `\b`), words(`\b(missile|troops|sanctions?)\b`)},
		{"key rate", event.MonetaryPolicy, "010", words(`\b(key|policy|interest|benchmark) rates?\b|\bcentral bank\b[^.]*\b(rais|hik|cut|lower|hold|held|keep|kept)\w*[^.]*\brates?\b|ключев\pL+ ставк`), nil},

		{"ceasefire broken", event.MilitaryAction, "196", words(`\b(violat|breach|br[eo]k)\w*\b[^.]{0,40}\b(cease-?fire|truce)|\b(cease-?fire|truce)\b[^.]{0,30}\b(violat|breach|br[eo]k)\w*`), words(maybe)},
		{"ceasefire asked for", event.Statement, "0256", words(`\b(call|urg|appeal|demand|propos|offer)\w*\b[^.]{0,50}\b(cease-?fire|truce)\b`), nil},
		{"ceasefire declared", event.Ceasefire, "0871", words(`\b(cease-?fire|truce|armistice)\b`), words(maybe + `|\b(violat|breach|br[eo]k|reject|refus|talks? (on|about))\w*`)},

		{"sanctions eased", event.Sanctions, "085", words(`\b(lift|eas|remov|waiv|suspend|relax|unfreez)\w*\b[^.]{0,40}\bsanctions?\b|\bsanctions?\b[^.]{0,30}\b(lifted|eased|removed|waived|relaxed)\b`), words(maybe)},
		{"sanctions threatened", event.Sanctions, "1312", words(`\b(threat|warn|vow|ready|prepar|would|could|if|should|massive)\w*\b[^.]{0,90}\bsanctions?\b|\bsanctions?\b[^.]{0,90}\b(if|should|would|threat\w*|prepared|ready)\b|\bembargo\b[^.]{0,40}\bif\b`), nil},
		{"sanctions imposed", event.Sanctions, "163", words(`\b(impos|adopt|approv|announc|slap|introduc|extend|agree|widen|unveil|hit|add|renew|tighten|expand|target)\w*\b[^.]{0,60}\bsanctions?\b|\bsanctions?\b[^.]{0,60}\b(imposed|adopted|approved|against|on|come|came|take|took|package)\b|\b(sanctions|sanctioned) (russia|moscow|putin|\d)|\bblacklist\w*|\basset freeze|\bfr[eo]\w*z\w* [^.]{0,20}assets|\bembargo(es|ed)?\b|\bexport (ban|controls)\b`), nil},
		{"diplomats expelled", event.Statement, "166", words(`\bexp(el|els|elled|elling|ulsion|ulsions)\b[^.]{0,60}\b(diplomat|envoy|attach|ambassador|staff|official|embassy)|persona non grata`), nil},
		{"relations reduced", event.Statement, "161", words(`\b(recall|withdr[ae]w|summon)\w*\b[^.]{0,30}\bambassador|\b(cut|sever|br[eo]k|suspend|downgrad)\w*\b[^.]{0,30}\b(diplomatic )?(relations|ties)\b`), words(maybe)},

		{"gas or oil cut off", event.Energy, "160", words(`\b(cut|halt|suspend|stop|reduc|shut|turn)\w*\b[^.]{0,40}\b(gas|oil|power|energy|pipeline|nord stream)\b[^.]{0,40}|\b(gas|oil) (flows?|supplies|deliveries|exports?)\b[^.]{0,40}\b(cut|halted|suspended|stopped|reduced)\b`), words(maybe + `|\b(talks?|consult\w*|negotiat\w*)\b`)},
		{"energy consultations", event.Energy, "014", words(`\b(consult|talk|discuss|negotiat|partner)\w*\b[^.]{0,80}\b(gas|oil|lng|energy|pipeline)\b|\b(gas|lng|energy|oil)\b[^.]{0,60}\b(talks?|consult\w*|discuss\w*|partnership|deliver\w+|supplies)\b|\bnord stream\b`), nil},

		{"troops considered", event.MilitaryPosture, "014", words(`\b(consider|weigh|mull|look|eye|eyeing|ponder|discuss|study|review)\w*\b[^.]{0,70}\b` + posture + `\b`), nil},
		{"troops pulled back", event.MilitaryPosture, "087", words(`\b(withdr[ae]w\w*|pull(s|ed|ing)? (back|out)|return\w* to (base|barracks))\b[^.]{0,60}\b(` + forces + `|units)\b|\b(` + forces + `|units)\b[^.]{0,40}\b(withdr[ae]w\w*|pull(s|ed|ing)? (back|out)|return\w* to (base|barracks))`), words(maybe + `|\b(want|bar|ask)s?\b`)},
		{"air attack", event.MilitaryAction, "195", words(`\b(air|missile|drone|rocket)[ -]?(strikes?|raids?|attacks?|barrage)\b|\b(missiles?|drones?|rockets?)\b[^.]{0,20}\b(hits?|struck|attack\w*|kill\w*)\b|\b(fir(es|ed|ing)|launch\w*|rain\w*)\b[^.]{0,40}\b(missiles?|drones?|rockets?|bombs?)\b[^.]{0,20}\b(at|on|into|across)\b`), words(maybe)},
		{"artillery", event.MilitaryAction, "194", words(`\b(shell(s|ed|ing)|artillery fire|mortar fire)\b`), words(maybe)},
		{"attack", event.MilitaryAction, "190", words(`\b(invade[sd]|launch\w* (an? |its |the )?[^.]{0,20}(attack|invasion|assault|offensive|operation)|attack(s|ed)\b|storm(s|ed)\b|seize[sd]?\b|captur(e|es|ed)\b|began? (an? |its )?invasion)`), words(maybe)},
		{"mobilisation", event.MilitaryPosture, "154", words(`\b(de)?mobili[sz](e|es|ed|ing|ation)\b|\bcall(s|ed)? up reservists`), words(maybe + `|\bdemobili`)},
		{"forces on alert", event.MilitaryPosture, "152", words(`\b(on|to|raise[sd]?|heightened|high|combat) (high(er)? |full |combat )?(alert|readiness)\b`), nil},
		{"exercises", event.MilitaryPosture, "150", words(`\b(military|naval|joint|nuclear|war|live-fire|snap) ?(drills?|exercises?|manoeuvres?|maneuvers?|games)\b|\bdrills\b`), words(`\b(if|after|end(s|ed)?|conclu\w+)\b`)},
		{"troops sent", event.MilitaryPosture, "150", words(`\b(send|sends|sent|sending|deploy\w*|dispatch\w*|station(s|ed|ing)|mov(es|ed|ing)|reinforc\w*|mass(es|ed|ing)|amass\w*|build-?up|concentration)\b[^.]{0,60}\b` + forces + `\b`), words(`\b(if|could|may|might|refus\w*|den(y|ies|ied)|withdr\w+|pull\w*)\b`)},
		{"weapons sent", event.MilitaryPosture, "150", words(`\b(send|sends|sent|sending|deliver\w*|suppl(y|ies|ied)|provide[sd]?|ship(s|ped)?)\b[^.]{0,60}\b(weapons?|arms|missiles?|ammunition|military (aid|equipment|hardware))\b`), words(`\b(if|could|may|might|refus\w*|reject\w*|den(y|ies|ied)|ban)\b`)},

		{"call", event.Talks, "041", words(`\b(phone|telephone|video) ?-?(call|conversation|talks|conference|link)\b|\b(spoke|speaks?|talk(s|ed)?|discuss\w*) (to|with) [^.]{0,60}\bby (phone|telephone|video)|\bby (phone|telephone|video)\b|\bphoned\b`), words(`\bintercept`)},
		{"agreement signed", event.Treaty, "057", words(`\bsign(s|ed|ing)?\b[^.]{0,50}\b` + agreed + `\b|\b` + agreed + `\b[^.]{0,20}\b(signed|reached|ratified|concluded)\b`), words(maybe)},
		{"not yielding", event.Statement, "124", words(`\bred lines?\b|\bno (concessions?|compromise)\b|\bnot (back down|yield|give in)\b`), nil},
		{"law defied", event.Treaty, "128", words(`\bannex(es|ed|ing|ation)?\b|\brecogni[sz](e|es|ed|ing)\b[^.]{0,60}\b(independen\w+|breakaway|republics?)\b`), words(maybe)},
		{"refusal", event.Statement, "120", words(`\b(reject|refus|veto)(s|ed|es|al|ing)?\b|\brul(e|es|ed) out\b|\bnon-starters?\b|\bturn(s|ed)? down\b`), nil},
		{"ultimatum", event.Statement, "139", words(`\bultimatum\b`), nil},
		{"demand", event.Statement, "100", words(`\bdemand(s|ed|ing)?\b|\bwants? [^.]{0,40} to (bar|stop|end|withdraw|pull)\b`), nil},
		{"threat of force", event.Statement, "138", words(`\b(threat\w*|warn\w*|vow\w*|unleash)\b[^.]{0,60}\b(military|force|war|nuclear|attack|invasion|retaliat\w+|hell)\b`), words(`\bwarn\w*\b[^.]{0,30}\b(of|that|about)\b`)},
		{"threat", event.Statement, "130", words(`\bthreaten(s|ed|ing)?\b|\bvow(s|ed)? to (retaliate|respond)\b`), nil},
		{"accusation", event.Statement, "112", words(`\baccus(e|es|ed|ing|ation)s?\b|\bblam(e|es|ed|ing)\b`), nil},
		{"criticism", event.Statement, "111", words(`\bcondemn(s|ed|ing|ation)?\b|\bcritici[sz](e|es|ed|ing)\b|\bdenounc(e|es|ed|ing)\b`), nil},
		{"denial", event.Statement, "120", words(`\bden(y|ies|ied|ying)\b|\bdenial\b`), nil},
		{"reassurance", event.Statement, "030", words(`\breassur\w+|\b(ready|willing|open) (to|for) (talk|talks|dialogue|negotiat\w+|co-?operat\w+)`), nil},
		{"optimism", event.Statement, "013", words(`\boptimis\w+`), words(`\bno optimism\b`)},
		{"meeting ahead", event.Talks, "036", words(ahead + `\b(meet|visit|hold (talks|negotiations|a meeting|a summit)|travel to|host|receive)\b|\b(discussion|talks|summit|meeting)\b[^.]*\b(could|may|will|to be|would|planned|scheduled)\b`), nil},
		{"talks", event.Talks, "046", words(`\b(hold|holds|holding|held|beg[ai]n\w*|start\w*|open\w*|resum\w*|continu\w*)\b[^.]{0,40}\b(talks|summit|negotiations?|discussions?)\b|\bnegotiat(e|es|ed|ing|ions?)\b|\b(talks|summit) (between|with|in|of)\b`), nil},
		{"visit", event.Talks, "042", words(`\b(arriv(es|ed|al)|landed|visit(s|ed|ing)?|travel(s|led)?|flew|flies)\b`), nil},
		{"meeting", event.Talks, "040", words(`\b(meets?|met|meeting|consultations?|host(s|ed))\b`), nil},
		{"protest", event.Protest, "141", words(`\b(protest(s|ed|ers|ing)?|rall(y|ies|ied)|demonstrat(e|es|ed|ion|ions|ors)|march(es|ed)?)\b`), nil},
		{"election", event.Election, "010", words(`\b(elections?|ballots?|polls open|inaugurat\w+|sworn in)\b`), nil},
		{"praise", event.Statement, "051", words(`\b(welcom|prais|hail|support)(es|e|ed|s|ing)?\b`), nil},
		{"statement", event.Statement, "010", words(`\b(says?|said|told|tells|report(s|ed)?|reveal(s|ed)?|announc(e|es|ed)|statement|spokes(man|woman|person))\b`), nil},
	}
})

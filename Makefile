# make run and make test are all one needs; both bring what they need.

export CGO_ENABLED = 0

ADDR ?= 127.0.0.1:8080
ASSET_SOURCES := $(shell find assets/src assets/css assets/templates -type f 2>/dev/null) assets/package-lock.json assets/build.mjs assets/tsconfig.json
MODULES := assets/node_modules/.package-lock.json
BUNDLE := assets/dist/manifest.json

# Tests that ask one path thousands of times, compute for long in one goroutine, start the program over and over to kill it or take its
# disk away, or drive a browser, one page at a time: the race detector makes them many times slower and finds nothing new in them.
UNRACED := TheProgramStaysSmall|AnyPageIsWritten|TheSketchAnswers|TourComes|TestState[A-Z]|KeepTheirSize|KeepsItsSize|Mutated|AMillionRows|SameRows|EveryFileIsVerified|LibreOffice|LanguagesAreNeverMixed|PagesOfTheAPIAreTheList|TenThousandEvents|TestGates|TestPictures|PinnedPicture|WithoutScripts|NothingShifts|ZoomAgainstBruteForce|ZoomKeepsTheExtreme|SavedStudy|CitedLink|NumbersOfAnAxis|AWholeReportIsVerified|DescriptorsPass|TestFaults|TestKilledCommands|TestBrowser|TestOffers|TestAPhone|TestTheFirstScreen|TestPrinted|TestSheetOf|SizesThatWarningsName|NamesItsSize|NameTheirSizes|PeriodsAreReadBy|TestPlacebo|EveryTargetAndTension|TestCommands|ASeasonOf|AFullStandardOutput|FirstPageIsKept|PictureDraws|EventPage|APIIsAsDescribed|MeasuredPages|RefusalsName|StudySaysUntil|ThousandDrafts

# Packages that start no goroutine of their own, whose callers are raced, and the engine that draws, which the detector makes a hundred times slower.
SERIAL := ./internal/analysis ./internal/inquiry ./internal/render ./internal/report

.PHONY: run build pages test check bench pair-r screenshots gates measure lighthouse clean

run: build ## serve the embedded data set on http://127.0.0.1:8080 and collect what is newer
	./bin/detente serve --addr $(ADDR)

# No symbols, and no HTTP/2: the server is spoken to by a proxy, in HTTP/1.1, and so are the sources. Tests that build the program read this line.
BUILD := -trimpath -ldflags=-s -tags=nethttpomithttp2

build: bin/detente

.PHONY: bin/detente
bin/detente: $(BUNDLE)
	@.ci/need go 1.26
	go build $(BUILD) -o $@ ./cmd/detente

pages: ## the Go of the templates anew, after a template or what it is given has changed; a test says when it is due
	@.ci/need go 1.26
	go generate ./internal/web

$(MODULES): assets/package-lock.json
	@.ci/need node 20
	cd assets && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUNDLE): $(MODULES) $(ASSET_SOURCES)
	cd assets && npm run --silent build

test: check ## everything: formatting, vet, staticcheck, types, the tests (most under the race detector), the browser
	@.ci/need chromium
	@.ci/need gcc
	CGO_ENABLED=1 go test -race -timeout 40m -skip '$(UNRACED)' $$(go list ./internal/web ./cmd/detente ./... | grep -vxF "$$(go list $(SERIAL))") # the longest first: the short ones fill what is left
	go test -timeout 40m $(SERIAL)
	go test $(BUILD) ./internal/fetch # as the program is built
	go test -timeout 40m -run '$(UNRACED)' ./cmd/detente ./internal/web ./internal/arch ./internal/store ./internal/export ./internal/collect ./internal/source/... ./internal/analysis/breaks ./internal/analysis/correlation ./internal/analysis/eventstudy ./internal/analysis/regression

ALL := ./... github.com/tiendc/go-deepcopy # the second is ours too, in internal/deepcopy: a module of its own is not of ./...

check: $(BUNDLE)
	@test -z "$$(gofmt -l cmd internal assets/*.go data)" || { gofmt -d cmd internal assets/*.go data; exit 1; }
	go vet $(ALL)
	go tool -modfile=.ci/tools.mod staticcheck $(ALL)
	cd assets && npm run --silent types && npm test --silent

PEERS := assets/peers/node_modules/.package-lock.json

$(PEERS): assets/peers/package-lock.json
	@.ci/need node 20
	cd assets/peers && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

bench: build $(PEERS) ## the README's table of measurements, into bin/bench.md; ONLY=zoom,browser for a part, CANDLES=10000000 for more
	@.ci/need chromium
	go test ./internal/perf -count=1 -v -timeout 60m -run TestTable -table $(CURDIR)/bin/bench.md $(if $(ONLY),-only $(ONLY)) $(if $(CANDLES),-candles $(CANDLES))
	@cat bin/bench.md

.PHONY: benchmarks
benchmarks: build ## every Go benchmark
	go test -run '^$$' -bench . -benchmem ./...

pair-r: ## study and correlate beside R on the same input in one run, on one processor: medians, ratio, agreement
	@.ci/need Rscript
	go test ./internal/perf -count=1 -run '^$$' -bench AgainstR -benchtime 1x -cpu 1

screenshots: build ## the README's pictures, of the real program in Chromium
	@.ci/need chromium
	go test ./cmd/detente -count=1 -run TestScreenshots -screenshots $(CURDIR)/assets

gates: $(BUNDLE) ## axe-core on every page and state at three widths, light and dark: some minutes
	@.ci/need chromium
	DETENTE_GATES=all go test ./internal/web -count=1 -timeout 30m -run TestGates

measure: $(BUNDLE) ## how long a click or a key takes with 10,000 events, and the review page with 1,000 drafts
	@.ci/need chromium
	DETENTE_MEASURE=1 go test ./internal/web -count=1 -v -run 'TestInteractionToNextPaint|TestThousandDraftsAreDrawn'

lighthouse: build ## Lighthouse's scores of /, an event and /study, of the real program: on request, it takes some minutes
	@.ci/need chromium
	cd assets/audit && npm ci --no-audit --no-fund --loglevel=error
	.ci/audit

clean:
	rm -rf bin assets/dist assets/node_modules

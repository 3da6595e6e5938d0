# The commands of this project; README.md tells what each is for.

RELEASE = .build/release/engine-server
# PostgreSQL is left out where its library is not there.
TRAITS = $(shell pkg-config --exists libpq || echo --disable-default-traits)
SWIFT_RELEASE = swift build -c release --static-swift-stdlib $(TRAITS) --product engine-server

.PHONY: run demo test build setup lint format fuzz kill-test conformance differential bench \
	bench-decisions compare-feel compare-decimals clean

run: setup build
	@scripts/run.sh

demo: build
	@$(RELEASE) demo --url http://127.0.0.1:8080 --sandbox http://127.0.0.1:8081

build:
	@$(SWIFT_RELEASE)

setup:
	@scripts/install-packages.sh run

test:
	@scripts/install-packages.sh test
	@scripts/test.sh

lint:
	@swift format lint --strict --recursive Package.swift Sources Tests

format:
	@swift format --in-place --recursive Package.swift Sources Tests

fuzz:
	@Fuzz/run.sh $(SECONDS_EACH)

kill-test:
	@scripts/kill-test.sh 20

conformance: build
	@scripts/conformance.sh

# Models of 2,000 more seeds on the reference and on ours; takes hours, and needs Java.
differential: build
	@scripts/differential.py --shared "$${RADERWERK_SHARED:-../shared}" --server $(RELEASE) \
		--from $(or $(FROM),600) --count $(or $(COUNT),2000) --keep var/differential

bench: build
	@scripts/bench.sh

bench-decisions:
	@scripts/bench-decisions.sh

compare-feel:
	@scripts/compare-feel.sh

compare-decimals:
	@scripts/compare-decimals.sh

clean:
	@rm -rf .build .build-* var

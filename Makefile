# `make demo` and `make test` do all set-up on a Debian machine with a Swift toolchain.

# Release throughout: the numeric kernels are 10 to 100 times slower in debug builds.
configuration := -c release
benchmarks := $(shell find Benchmarks -name '*.swift' -not -path '*/.build/*' 2>/dev/null)

.PHONY: help setup build demo test smoke golden fuzz faults sanitize lint

help:
	@echo 'make demo   train, predict and compare on the CDNOW orders (model in .build/demo/cdnow)'
	@echo 'make test   run all tests'
	@echo 'make smoke  run the tests that take no long training: after a build, under 90 seconds'
	@echo 'make golden renew the texts that tests compare with; review them as a diff'
	@echo 'make fuzz   try changed inputs on the built command for SECONDS (60)'
	@echo 'make faults end, starve and cheat all commands that write, for SECONDS (60)'
	@echo 'make sanitize run the tests under SANITIZER (address, thread, undefined), FILTER of them'
	@echo 'make build  build the command: .build/release/perennial'
	@echo 'make lint   check the format and the shape of the sources'
	@echo 'make setup  install what the build needs; demo, test and build do it by themselves'

setup:
	@.ci/setup

build: setup
	swift build $(configuration) --product perennial

demo: build
	@.ci/demo

test: setup
	swift test $(configuration) --disable-testable-imports

# Without the tests that train models, in one process or by the command.
smoke: setup
	swift test $(configuration) --disable-testable-imports --skip 'CommandTests|ScoringTests'

# Models that were written before the present schema stand in Tests/Fixtures and are never renewed.
golden: setup
	PERENNIAL_REGENERATE_GOLDEN=1 swift test $(configuration) --disable-testable-imports
	docs/tutorials/render

SECONDS := 60
fuzz: build
	Tests/Fuzzing/fuzz --seconds $(SECONDS)

faults: build
	Tests/Faults/faults --seconds $(SECONDS)

SANITIZER := address
FILTER :=
sanitize: setup
	Tests/Sanitizers/run $(SANITIZER) $(FILTER)

lint: setup
	swift format lint --strict -r Sources Tests Package.swift docs/examples/Package.swift \
		docs/examples/Sources $(benchmarks)
	@.ci/rooms

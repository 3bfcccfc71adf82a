# `make demo` and `make test` do all set-up on a Debian machine with a Swift toolchain.

# Release throughout: the numeric kernels are 10 to 100 times slower in debug builds.
configuration := -c release
benchmarks := $(shell find Benchmarks -name '*.swift' -not -path '*/.build/*' 2>/dev/null)

.PHONY: help setup build demo test lint

help:
	@echo 'make demo   train, predict and compare on the CDNOW orders (model in .build/demo/cdnow)'
	@echo 'make test   run all tests'
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
	swift test $(configuration)

lint: setup
	swift format lint --strict -r Sources Tests Package.swift $(benchmarks)
	@.ci/rooms

# The commands of this project. Each sets up what it needs and says what it does.

SHELL := /bin/bash
BENCH := .build/release/bench
RELEASE := swift build -c release --product bench

.PHONY: bench build test results check-results plots mutants slurm-sweep host-figures lint architecture check-docs format clean help

## make bench: install what is missing, build optimised, compare sequential with concurrent planning, into results/
bench: build
	$(BENCH) run

## make build: the optimised program, at .build/release/bench
build:
	@scripts/setup
	@echo "building bench (optimised)"
	@$(RELEASE)

## make test: all tests; digests of debug against release; booking faults; a crash test; the samples in README and docs
test:
	@scripts/setup test
	@scripts/test

## make results: compute results/virtual again
results: build
	scripts/results results/virtual

## make check-results: compute results/virtual into a temporary folder and compare byte for byte
check-results: build
	@scripts/check-results

## make plots: draw the plots of docs/plots again
plots: build
	scripts/plots

## make mutants: run the standard sweep against every mutant, and write the table into results/virtual
mutants:
	@scripts/setup
	@scripts/mutants results/virtual

## make slurm-sweep: run a sweep as a job array on a Slurm cluster started for it, and compare with one process
slurm-sweep: build
	@scripts/slurm-sweep --install

## make host-figures: append this machine's kernel figures to results/host
host-figures: build
	scripts/host-figures

## make lint: check formatting, the module graph, doc comments, and that only bench reads the host's clock
lint:
	@scripts/setup lint
	@scripts/lint

## make architecture: print the module graph, and check that the sources keep to it
architecture:
	@scripts/setup lint
	@scripts/architecture

## make check-docs: run every sample in README and docs, and compare what it prints
check-docs: build
	@scripts/setup lint
	@scripts/check-docs

## make format: format the sources
format:
	swift format --in-place --parallel --recursive Sources Tests Package.swift

## make clean: remove the build folders
clean:
	rm -rf .build .build-mutants .build-redis

## make help: this list
help:
	@grep '^## ' Makefile | cut -c4-

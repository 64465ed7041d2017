# make demo    dependencies, build, paint Samples/ in every style shipped
# make gallery Samples/ in every style as one web page, and the picture of the README
# make test    dependencies, all tests
# make docs    the pages of StylizeKit, in .out/docs
# make soak    the long proofs: of batches about ten minutes, of a watched folder an hour
# make fuzz    damaged files under the address sanitizer, about an hour
# make bench-opencl  the OpenCL backend on a card beside PyTorch on it
# make test-cluster  one batch in parts, under Slurm and GNU parallel
# make bench-codecs  what decoders and encoders of each format take
# make bench-memory  large pictures in little memory: the same bytes, never more than was given
PREFIX ?= /usr/local
DESTDIR ?=
BUILD := .build/release
DEMO := .out/demo

PACKAGES := libvips-dev libopenblas-dev ocl-icd-opencl-dev pkg-config
# OpenCL on the processor, for the tests.
TEST_PACKAGES := pocl-opencl-icd
SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)

.PHONY: all demo gallery test soak soak-watch fuzz test-cluster bench bench-memory bench-codecs bench-opencl \
  oclgrind build install uninstall \
  docs lint format dependencies clean
all: build

dependencies:
	@missing=""; for package in $(PACKAGES) $(EXTRA); do \
	  dpkg-query -W -f '$${Status}' $$package 2>/dev/null | grep -q 'ok installed' \
	    || missing="$$missing $$package"; done; \
	if [ -n "$$missing" ]; then echo "Installing$$missing"; $(SUDO) apt-get update -qq \
	  && $(SUDO) env DEBIAN_FRONTEND=noninteractive \
	    apt-get install -y -qq --no-install-recommends $$missing; fi

# SWIFT_FLAGS=--static-swift-stdlib makes a program for machines without a Swift toolchain.
SWIFT_FLAGS ?=
build: dependencies
	swift build -c release --product stylize $(SWIFT_FLAGS)

install: build
	install -D $(BUILD)/stylize $(DESTDIR)$(PREFIX)/bin/stylize
	mkdir -p $(DESTDIR)$(PREFIX)/share/stylize/styles
	install -d $(addprefix $(DESTDIR)$(PREFIX)/share/,man/man1 bash-completion/completions \
	  zsh/site-functions fish/vendor_completions.d)
	$(BUILD)/stylize manual > $(DESTDIR)$(PREFIX)/share/man/man1/stylize.1
	$(BUILD)/stylize --generate-completion-script bash \
	  > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/stylize
	$(BUILD)/stylize --generate-completion-script zsh \
	  > $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_stylize
	$(BUILD)/stylize --generate-completion-script fish \
	  > $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/stylize.fish
	cd Styles && find . -name training -prune -o -type f -print | while read -r file; do \
	  install -D -m 644 "$$file" "$(DESTDIR)$(abspath $(PREFIX))/share/stylize/styles/$$file"; done

uninstall:
	rm -rf $(DESTDIR)$(PREFIX)/bin/stylize $(DESTDIR)$(PREFIX)/share/stylize
	cd $(DESTDIR)$(PREFIX)/share && rm -f man/man1/stylize.1 zsh/site-functions/_stylize \
	  bash-completion/completions/stylize fish/vendor_completions.d/stylize.fish

demo:
	@$(MAKE) --no-print-directory install PREFIX=$(abspath .out/prefix) DESTDIR=
	@for style in $$(.out/prefix/bin/stylize styles | awk 'NR > 1 { print $$1 }'); do \
	  .out/prefix/bin/stylize --style $$style --existing overwrite -q Samples $(DEMO)/$$style \
	    || exit 1; echo "Painted Samples/ in the style $$style"; done
	@echo "Look at the paintings in $(abspath $(DEMO))"

# Not --build-tests, which also compiles the compiler of swift-protobuf: six hundred files of C++.
BUILD_TESTS := for product in stylize stylize-bench-opencl stylizePackageTests; do \
  swift build -c release --product $$product || exit 1; done
# What only computes, and neither watches the process's memory nor runs the program, runs side by side.
PURE_TESTS := NetworksTests|StyleLibraryTests|StyleTransferTests|BatchProcessingTests|FolderWatchingTests
test: EXTRA := $(TEST_PACKAGES)
test: dependencies
	$(BUILD_TESTS)
	swift test -c release --skip-build --disable-xctest --filter '^($(PURE_TESTS))\.(?!Measured)'
	swift test -c release --skip-build --disable-xctest --no-parallel --skip '^($(PURE_TESTS))\.(?!Measured)'

# The proofs that take long: kills, a full disk, thousands of pictures, mutated files.
soak: EXTRA := $(TEST_PACKAGES)
soak: dependencies
	$(BUILD_TESTS)
	STYLIZE_SOAK=1 swift test -c release --skip-build --disable-xctest --no-parallel \
	  --filter 'stylizeTests|houseNetworkFitsIntoLittle'
	@$(MAKE) --no-print-directory soak-watch

# A watcher under a trickle of files, killed twice: memory and open files flat, nothing lost, nothing twice.
WATCH_MINUTES ?= 60
soak-watch: build
	python3 Tests/soak/trickle.py --program $(BUILD)/stylize --minutes $(WATCH_MINUTES)

# A Slurm of one node with four slots is started for it, without systemd, and stopped again.
test-cluster: EXTRA := slurm-wlm munge parallel
test-cluster: build
	bash Tests/cluster/cluster.sh $(BUILD)/stylize

# What may lie in a folder, for the program itself, for MINUTES; then damaged files for everything that reads files
# of strangers, under the address sanitizer: pictures for MINUTES, MODELS models, and the tests of kernels and
# pictures. At low priority; a file that did harm
# lies in .out/fuzz.
MINUTES ?= 20
MODELS ?= 100000
FIXTURES := Tests/ModelImportTests/Fixtures
ASAN := handle_abort=1:detect_leaks=0:allocator_may_return_null=1:hard_rss_limit_mb=4096
fuzz: dependencies build
	swift build -c release --product stylize-fuzz
	nice -n 10 $(BUILD)/stylize-fuzz folders --minutes $(MINUTES) --folder .out/fuzz/folders \
	  --program $(BUILD)/stylize --styles-dir Styles
	swift build -c release --sanitize=address --scratch-path .build-asan --product stylize-fuzz
	ASAN_OPTIONS=$(ASAN) nice -n 10 .build-asan/release/stylize-fuzz pictures \
	  --minutes $(MINUTES) --folder .out/fuzz/pictures Tests/ImageIOTests/Fixtures
	ASAN_OPTIONS=$(ASAN) nice -n 10 .build-asan/release/stylize-fuzz models \
	  --count $(MODELS) --folder .out/fuzz/models $(addprefix $(FIXTURES)/,checkpoints onnx tensorflow)
	swift build -c release --sanitize=address --scratch-path .build-asan --product stylizePackageTests
	ASAN_OPTIONS=$(ASAN) nice -n 10 swift test -c release --sanitize=address --scratch-path .build-asan \
	  --skip-build --disable-xctest --no-parallel --filter 'CPUBackendTests|EngineTests|ImageIOTests'

# The page shows Samples/ in every style; the README shows one of them, in a file of 600 kB at most.
gallery: build
	$(BUILD)/stylize gallery --styles-dir Styles --existing overwrite Samples .out/gallery
	@for quality in 90 85 80 75 70 60 50; do \
	  $(BUILD)/stylize sheet --styles-dir Styles --size 250 --quality $$quality -q \
	    --existing overwrite Samples/harbour.jpg Documentation/styles.jpg || exit 1; \
	  [ $$(stat -c %s Documentation/styles.jpg) -gt 600000 ] || break; done
	@echo "Look at $(abspath .out/gallery/index.html) and $(abspath Documentation/styles.jpg)"

# Ours and the peers on the same picture and the very same ONNX file, which is made of a checkpoint by
# `stylize import` and of a style by `stylize export`; in turn, in one run.
BENCH := .build/bench
bench: build
	swift build -c release --product stylize-bench
	[ -x .build/peers/bin/python ] || python3 -m venv .build/peers
	.build/peers/bin/pip install -q -r Benchmarks/requirements.txt
	[ -f $(BENCH)/johnson/johnson.pth ] \
	  || .build/peers/bin/python -W ignore Benchmarks/networks.py Styles 1024 $(BENCH)
	$(BUILD)/stylize import --force --styles-dir $(BENCH)/styles --name johnson \
	  $(BENCH)/johnson/johnson.pth
	$(BUILD)/stylize export --force --styles-dir $(BENCH)/styles johnson $(BENCH)/johnson/network.onnx
	$(BUILD)/stylize export --force --styles-dir Styles starry $(BENCH)/trunk/network.onnx
	.build/peers/bin/python Benchmarks/exported.py --program $(BUILD)/stylize
	.build/peers/bin/python Benchmarks/bench.py --bench $(BUILD)/stylize-bench \
	  --data $(BENCH) --json .build/bench.json
	for network in johnson trunk; do \
	  $(BUILD)/stylize-bench --stages --folder $(BENCH)/$$network; done

# A graphics card, or what there is, beside PyTorch on the same card where there is one. Everything that
# it takes is gathered in one folder, which can be carried to a machine that has a driver and no more:
# there run `python3 opencl.py`. OPENCL_OPTIONS="--tune --size 512 2048" for others than the usual.
OPENCL_BENCH := .out/bench-opencl
OPENCL_OPTIONS ?=
bench-opencl: EXTRA := $(TEST_PACKAGES)
bench-opencl: dependencies
	swift build -c release --product stylize-bench-opencl --static-swift-stdlib
	rm -rf $(OPENCL_BENCH)
	mkdir -p $(OPENCL_BENCH)/lib
	cp $(BUILD)/stylize-bench-opencl Benchmarks/opencl.py Benchmarks/networks.py $(OPENCL_BENCH)
	openblas=$$(/sbin/ldconfig -p | awk '/libopenblas.so.0 / { print $$NF; exit }'); \
	{ echo $$openblas; ldd $$openblas | awk '/gfortran|quadmath/ { print $$3 }'; } \
	  | xargs -r cp -L -t $(OPENCL_BENCH)/lib
	python3 $(OPENCL_BENCH)/opencl.py --json .out/bench-opencl.json $(OPENCL_OPTIONS)

# The kernels of the OpenCL backend under a simulator that sees races and wild accesses.
oclgrind: EXTRA := oclgrind
oclgrind: dependencies
	$(BUILD_TESTS)
	mkdir -p .out
	STYLIZE_OPENCL_LIBRARY=liboclgrind-rt.so \
	oclgrind --data-races --global-mem-size 2147483648 $(BUILD)/stylizePackageTests.xctest --testing-library swift-testing \
	  --filter 'WinogradTests/equalsReference' 2>&1 | tee .out/oclgrind.log
	! grep -E 'Invalid (read|write)|data race|ERROR' .out/oclgrind.log

# What decoders and encoders take, each kind of file in the least memory that would do.
bench-codecs: EXTRA := libvips-tools libimage-exiftool-perl
bench-codecs: build
	mkdir -p .out
	python3 Benchmarks/codecs.py --program $(BUILD)/stylize

# MEGAPIXELS="400 1000" for larger ones; each takes 10 bytes of disk per pixel, and scratch.
MEGAPIXELS ?= 1 4 24 100
MEMORY ?= 512M 2G
bench-memory: build
	python3 Benchmarks/memory.py --program $(BUILD)/stylize --megapixels $(MEGAPIXELS) \
	  --memory $(MEMORY)

# A warning is a failure: a link that leads nowhere, a parameter that is not described.
docs: dependencies
	mkdir -p .out
	STYLIZE_DOCS=1 swift package -c release --allow-writing-to-directory .out/docs \
	  generate-documentation --target StylizeKit --output-path .out/docs \
	  --transform-for-static-hosting --warnings-as-errors
	@echo "python3 -m http.server -d $(abspath .out/docs) shows them: /documentation/stylizekit"

lint:
	swift format lint --strict --recursive Package.swift Sources Tests

format:
	swift format --in-place --recursive Package.swift Sources Tests

clean:
	rm -rf .build .out

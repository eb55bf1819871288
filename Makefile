# Two commands: `make demo` shows a county, `make test` proves the house. Each sets up what it needs.
.PHONY: demo build test lint bench setup clean help

help: ## what there is
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/'

demo: build ## a whole synthetic county in the browser; COUNTY=mianning|xishan PORT=8420 DIR=demo
	target/release/songhe demo --county $(or $(COUNTY),mianning) --dir $(or $(DIR),demo) --port $(or $(PORT),8420)

build: ## the release binary, target/release/songhe
	@.ci/setup build
	cargo build --release --locked --bin songhe

test: ## every test: both databases, the interfaces, the browser
	@.ci/setup test
	@.ci/test

lint: ## format, clippy, house rules
	@.ci/setup build
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --locked -- -D warnings

bench: ## every benchmark against its ceiling; run it on a quiet machine
	@.ci/setup build
	@.ci/bench

setup: ## install what the machine lacks
	@.ci/setup test

clean:
	cargo clean
	rm -rf crates/web/node_modules crates/web/dist crates/web/browser/node_modules test-results demo

# Programs that some tests start for real: a browser with the accessibility rules, PostgreSQL, LibreOffice.
# Where they cannot be installed, those tests say so and are skipped; nothing else needs them.
install_programs() {
  local wanted=(chromium chromium-driver postgresql libreoffice-writer-nogui poppler-utils)
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    if ! dpkg -s "${wanted[@]}" >/dev/null 2>&1; then
      apt-get update -qq || true
      DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${wanted[@]}" >/dev/null 2>&1 ||
        echo "Some programs could not be installed: the tests that need them are skipped."
    fi
  fi
  if command -v npm >/dev/null && [ ! -f node_modules/axe-core/axe.min.js ]; then
    npm install --silent --no-save --no-package-lock --no-audit --no-fund axe-core@4 >/dev/null 2>&1 ||
      echo "axe-core could not be installed: the accessibility tests are skipped."
  fi
}
install_programs

#include <ostream>

#include <fmt/format.h>

#include "cli/context.hpp"
#include "cli/json.hpp"
#include "cli/verbs.hpp"
#include "core/text/printable.hpp"

namespace cli {

namespace {

int run(Context& context) {
  const core::Logbook logbook = open_logbook(context, core::Logbook::Open::existing);
  const std::vector<std::string> findings = logbook.check();
  if (context.options.json) {
    print_object(context.out, "whole", findings.empty(), "findings", findings);
  } else {
    for (const std::string& finding : findings) context.out << core::printable(finding) << "\n";
    if (findings.empty()) context.out << "The logbook is whole.\n";
  }
  return findings.empty() ? 0 : core::exit_code(core::Errc::bad_data);
}

}  // namespace

Verb check_verb() {
  return {
      .name = "check",
      .group = "My logbook",
      .help = "see whether the logbook is whole",
      .more = "Looks at every page and row of the file. Exit code 5 when something is not as it should be.",
      .run = run,
      .prints_data = true};
}

}  // namespace cli

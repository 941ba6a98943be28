#include <memory>
#include <ostream>

#include "cli/context.hpp"
#include "cli/verbs.hpp"
#include "core/recording/recording.hpp"

namespace cli {

Verb inspect_verb() {
  auto file = std::make_shared<std::string>();
  Verb verb{"inspect", "Testing", "show what a recording holds", "", {}, {}, {}, false};
  verb.more =
      "A recording is made by `bgbingo sync --record FILE`. It holds readings and a serial number: it is "
      "private.\n\n"
      "  bgbingo inspect session.recording";
  verb.options = {{"FILE", "", "the recording", file.get(), true}};
  verb.run = [file](Context& context) {
    context.out << core::describe(core::read_recording(*file));
    return 0;
  };
  return verb;
}

}  // namespace cli

#include <memory>
#include <ostream>

#include <fmt/format.h>

#include "cli/json.hpp"
#include "cli/round/choice.hpp"
#include "cli/round/verbs.hpp"

namespace cli {

Verb round_object_verb() {
  struct Options {
    RoundChoice choice;
    std::string text;
    std::optional<std::int64_t> answer;
  };
  auto options = std::make_shared<Options>();
  Verb verb = verb_below("object", "note an objection, or its written answer",
                         "  bgbingo round object \"bea: my line is missing\"\n"
                         "  bgbingo round object --answer 12 \"it is line 3\"");
  verb.options = round_options(
      options->choice, {{"TEXT", "", "what is said", &options->text, true},
                        {"--answer", "N", "answers the objection of this number", Count(&options->answer)}});
  verb.run = [options](Context& context) {
    game::Store store = open_store(context);
    const RoundChoice& choice = options->choice;
    if (options->answer) {
      store.answer(choice.key(), *options->answer, options->text, context.now());
      const int open = store.info(choice.key()).open_objections;
      if (context.options.json)
        print_object(context.out, "answered", *options->answer, "open_objections", open);
      else
        context.out << "The answer is noted.\n";
      if (open == 0) say_next(context, choice.next("final"));
      return 0;
    }
    const std::int64_t number = store.object(choice.key(), options->text, context.now());
    if (context.options.json)
      print_object(context.out, "objection", number);
    else
      context.out << fmt::format(
          "Objection {} is noted; the round stays provisional until it has its answer.\n", number);
    say_next(context, choice.next(fmt::format("object --answer {} TEXT", number)));
    return 0;
  };
  return verb;
}

}  // namespace cli

#include "game/rules.hpp"

#include "game/free_text.hpp"
#include "game/round.hpp"
#include "game/safety.hpp"
#include "tests/catch.hpp"

using namespace core::literals;
using core::GlucoseUnit;

TEST_CASE("the three sentences have their fixed wording") {
  const auto lines = game::sentences(game::default_rules(GlucoseUnit::mmol_l));
  CHECK(lines[0] ==
        "Send one reading, exactly as your meter or sensor shows it, with its unit, before the round closes; "
        "one from "
        "the last ten minutes counts, so no extra finger-prick is needed.");
  CHECK(lines[1] ==
        "Then a number between 4.0 and 10.0 mmol/L (72–180 mg/dL) is drawn that nobody could know before, "
        "and whoever is "
        "nearest, above or below, wins; equals share.");
  CHECK(lines[2] ==
        "If you are low, look after yourself first: you still get your point, and nobody else is told.");
  CHECK(game::sentences(game::default_rules(GlucoseUnit::mg_dl))[1].find(
            "between 72 and 180 mg/dL (4.0–10.0 mmol/L)") != std::string::npos);
}

TEST_CASE("the default ranges hold 61 and 109 numbers") {
  CHECK(game::pool_size(game::default_rules(GlucoseUnit::mmol_l)) == 61);
  CHECK(game::pool_size(game::default_rules(GlucoseUnit::mg_dl)) == 109);
}

TEST_CASE("a range outside the safe band is refused") {
  const auto kind_of = [](GlucoseUnit unit, int low, int high) {
    game::Rules rules = game::default_rules(unit);
    rules.low = low;
    rules.high = high;
    const auto checked = game::check(rules);
    return checked ? std::optional<core::Errc>{} : checked.error().kind;
  };
  CHECK_FALSE(kind_of(GlucoseUnit::mmol_l, 39, 100));
  CHECK_FALSE(kind_of(GlucoseUnit::mg_dl, 70, 180));
  CHECK(kind_of(GlucoseUnit::mmol_l, 38, 100) == core::Errc::refused);
  CHECK(kind_of(GlucoseUnit::mmol_l, 40, 101) == core::Errc::refused);
  CHECK(kind_of(GlucoseUnit::mg_dl, 69, 180) == core::Errc::refused);
  CHECK(kind_of(GlucoseUnit::mg_dl, 72, 181) == core::Errc::refused);
  CHECK(kind_of(GlucoseUnit::mmol_l, 50, 58) == core::Errc::refused);
  CHECK_FALSE(kind_of(GlucoseUnit::mmol_l, 50, 59));
}

TEST_CASE("the low line is 3.9 or 70, and 4.0 or 72 in Britain and Ireland, in the value's own unit") {
  using game::LowLine;
  CHECK(game::low_line_of("GB") == LowLine::gb_ie);
  CHECK(game::low_line_of("IE") == LowLine::gb_ie);
  CHECK(game::low_line_of("FI") == LowLine::usual);
  CHECK(game::is_low(3.8_mmol_l, LowLine::usual));
  CHECK_FALSE(game::is_low(3.9_mmol_l, LowLine::usual));
  CHECK(game::is_low(69_mg_dl, LowLine::usual));
  CHECK_FALSE(game::is_low(70_mg_dl, LowLine::usual));
  CHECK(game::is_low(3.9_mmol_l, LowLine::gb_ie));
  CHECK_FALSE(game::is_low(4.0_mmol_l, LowLine::gb_ie));
  CHECK(game::is_low(71_mg_dl, LowLine::gb_ie));
  CHECK_FALSE(game::is_low(72_mg_dl, LowLine::gb_ie));
  CHECK(game::is_low(core::below_range(20_mg_dl), LowLine::usual));
  CHECK_FALSE(game::is_low(core::above_range(600_mg_dl), LowLine::usual));
}

TEST_CASE("a low or very high value gets a private line, and only a very low one tells the host anything") {
  const game::Rules rules;
  CHECK(game::private_line(2.9_mmol_l, rules));
  CHECK(game::private_line(3.8_mmol_l, rules));
  CHECK_FALSE(game::private_line(6.4_mmol_l, rules));
  CHECK_FALSE(game::private_line(13.9_mmol_l, rules));
  CHECK(game::private_line(14.0_mmol_l, rules)->find("ketones") != std::string::npos);
  CHECK(game::private_line(core::above_range(600_mg_dl), rules));
  CHECK(game::needs_a_moment(2.9_mmol_l));
  CHECK(game::needs_a_moment(53_mg_dl));
  CHECK(game::needs_a_moment(core::below_range(20_mg_dl)));
  CHECK_FALSE(game::needs_a_moment(3.0_mmol_l));
  CHECK_FALSE(game::needs_a_moment(core::above_range(600_mg_dl)));
}

TEST_CASE("a round goes through its states in one direction only") {
  using game::State;
  using game::Step;
  const auto next = [](State state, Step step) {
    const auto result = game::after(state, step);
    return result ? std::optional(*result) : std::nullopt;
  };
  CHECK(next(State::draft, Step::open) == State::open);
  CHECK(next(State::open, Step::close) == State::closed);
  CHECK(next(State::closed, Step::draw) == State::provisional);
  CHECK(next(State::provisional, Step::finalise) == State::final);
  CHECK_FALSE(next(State::open, Step::draw));
  CHECK_FALSE(next(State::open, Step::open));
  CHECK_FALSE(next(State::closed, Step::open));
  CHECK_FALSE(next(State::provisional, Step::draw));
  CHECK_FALSE(next(State::provisional, Step::enter));
  CHECK_FALSE(next(State::final, Step::make_void));
  CHECK_FALSE(next(State::final, Step::correct));
  CHECK_FALSE(next(State::void_, Step::finalise));
  CHECK(next(State::provisional, Step::make_void) == State::void_);
  CHECK(game::after(State::open, Step::draw).error().advice == "Close it first (`round close`).");
  CHECK(game::after(State::draft, Step::close).error().advice == "Open it first (`round open`).");
  CHECK(game::after(State::final, Step::enter).error().advice.empty());
}

TEST_CASE("free text is escaped in one way and read back only in that way") {
  const std::string name = std::string("a\\b \xe2\x80\xae\n\0c", 10);
  CHECK(game::escape_text(name) == "a\\x5cb \\xe2\\x80\\xae\\x0a\\x00c");
  CHECK(game::unescape_text(game::escape_text(name)) == name);
  CHECK_FALSE(game::unescape_text("\\x41"));
  CHECK_FALSE(game::unescape_text("\\xAE"));
  CHECK_FALSE(game::unescape_text("a\\"));
  CHECK_FALSE(game::unescape_text("\\x0"));
  CHECK_FALSE(game::unescape_text(" a"));
  CHECK_FALSE(game::unescape_text(""));
  CHECK_FALSE(game::unescape_text(std::string(81, 'a')));
  CHECK(game::unescape_text(std::string(80, 'a')));
}

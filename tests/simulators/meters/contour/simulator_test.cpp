// From state to state: a dump, its pauses and repetitions, the command mode.
#include "tests/catch.hpp"
#include "tests/simulators/meters/contour/simulated_contour.hpp"

using namespace contour_test;

TEST_CASE("a waiting Contour goes from state to state as the page's table says") {
  const auto meter = make(page_memory);
  SECTION("idle: EOT and NAK bring the offer") {
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<NAK>") == bytes("<EOT>"));
    CHECK(ask(*meter, "<NAK>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<ACK>") == bytes(page_header));
  }
  SECTION("what is not in the table is passed over in silence") {
    CHECK(ask(*meter, "<ACK>R|x<STX><CR>").empty());
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<ENQ>R|").empty());
    CHECK(ask(*meter, "<ACK>") == bytes(page_header));
    CHECK(ask(*meter, "<ENQ>R|").empty());
    CHECK(ask(*meter, "<ACK>") == bytes(page_patient));
  }
  SECTION("EOT in the middle of a dump breaks it off, and the next one begins with frame 1") {
    ask(*meter, "<EOT>");
    ask(*meter, "<ACK>");
    ask(*meter, "<ACK>");
    CHECK(ask(*meter, "<EOT>") == bytes("<EOT>"));
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<ACK>") == bytes(page_header));
  }
  SECTION("the cable was pulled") {
    ask(*meter, "<EOT>");
    meter->replug(now);
    CHECK(ask(*meter, "<ACK>").empty());
    CHECK(ask(*meter, "<NAK>") == bytes("<ENQ>"));
  }
}

TEST_CASE("a refused frame of a Contour is repeated six times, and counted anew for the next") {
  const auto meter = make(page_memory);
  ask(*meter, "<EOT>");
  ask(*meter, "<ACK>");
  for (int i = 0; i < 6; ++i) CHECK(ask(*meter, "<NAK>") == bytes(page_header));
  CHECK(ask(*meter, "<ACK>") == bytes(page_patient));
  for (int i = 0; i < 6; ++i) CHECK(ask(*meter, "<NAK>") == bytes(page_patient));
  CHECK(ask(*meter, "<NAK>") == bytes("<EOT>"));
  CHECK(ask(*meter, "<ACK>").empty());
}

TEST_CASE("a Contour's dump is the memory as it was when it began") {
  const auto meter = make({at(noon, core::BloodGlucose{104_mg_dl})});
  ask(*meter, "<EOT>");
  ask(*meter, "<ACK>");
  meter->state().add(at(evening, core::BloodGlucose{99_mg_dl}));
  ask(*meter, "<ACK>");
  ask(*meter, "<ACK>");
  CHECK(ask(*meter, "<ACK>").starts_with(bytes("<STX>4R|2|^^^Glucose|104|")));
  CHECK(ask(*meter, "<ACK>").starts_with(bytes("<STX>5L|1||N")));
  CHECK(ask(*meter, "<ACK>") == bytes("<EOT>"));
  CHECK(dump(*meter).size() == 8);
}

TEST_CASE("a strict Contour says EOT when the host was silent for 15 seconds, a lenient one waits") {
  for (const std::string said : {"<EOT>", "<EOT><ACK>", "<ENQ>"}) {
    INFO(said);
    const auto lenient = make(page_memory);
    ask(*lenient, said, 1s);
    CHECK_FALSE(lenient->next_speech());

    const auto strict = make(page_memory, true);
    CHECK_FALSE(strict->next_speech());
    ask(*strict, said, 1s);
    CHECK(strict->next_speech() == 16s);
    ask(*strict, "x", 2s);
    CHECK(strict->next_speech() == 17s);
    CHECK(strict->speak(Moment(now, 16999ms)).empty());
    SECTION("told when it is due") {
      CHECK(core::as_text(strict->speak(Moment(now, 17s))) == bytes("<EOT>"));
      CHECK_FALSE(strict->next_speech());
      CHECK(ask(*strict, "<EOT>", 18s) == bytes("<ENQ>"));
    }
    SECTION("a host that comes back later finds it said, and the meter idle") {
      CHECK(ask(*strict, "<EOT>", 40s) == bytes("<EOT><ENQ>"));
    }
  }
}

TEST_CASE("a Contour with speak=first says ENQ once when it is plugged in") {
  for (const bool is_strict : {false, true}) {
    const auto meter = make(page_memory, is_strict, mg_dl, "contour", {"speak=first"});
    CHECK(meter->next_speech() == 0ms);
    CHECK(core::as_text(meter->speak(Moment(now, 1ms))) == bytes("<ENQ>"));
    CHECK(meter->next_speech().has_value() == is_strict);
    CHECK(ask(*meter, "<ACK>", 2s) == bytes(page_header));
    meter->replug(Moment(now, 5s));
    CHECK(meter->next_speech() == 5s);
    CHECK(ask(*meter, "<NAK>", 6s) == bytes("<ENQ><EOT>"));
  }
  CHECK_FALSE(make()->next_speech());
}

TEST_CASE("a Contour's clock is read and set in command mode, date and time one by one") {
  const auto meter = make();
  meter->state().clock_difference = 1h;
  CHECK(ask(*meter, "<ENQ>") == bytes("<ACK>"));
  CHECK(ask(*meter, "R|") == bytes("<ACK>"));
  CHECK(ask(*meter, "T|") == bytes("T|2205|<CR><LF><ACK>"));
  CHECK(ask(*meter, "R|") == bytes("<ACK>"));
  CHECK(ask(*meter, "D|") == bytes("D|261118|<CR><LF><ACK>"));
  CHECK(ask(*meter, "W|") == bytes("<ACK>"));
  CHECK(ask(*meter, "D|") == bytes("<ACK>"));
  CHECK(ask(*meter, "261119|<CR>") == bytes("<ACK>"));
  CHECK(meter->state().clock_difference == 25h);
  CHECK(ask(*meter, "W|") == bytes("<ACK>"));
  CHECK(ask(*meter, "T|") == bytes("<ACK>"));
  CHECK(ask(*meter, "2110|<CR>") == bytes("<ACK>"));
  CHECK(meter->state().clock_difference == 24h + 4min + 48s);
  SECTION("EOT leaves it") {
    CHECK(ask(*meter, "<EOT>") == bytes("<ENQ>"));
    CHECK(ask(*meter, "<NAK>") == bytes("<EOT>"));
    CHECK(ask(*meter, "R|").empty());
  }
  SECTION("the bytes of the other states are passed over") {
    CHECK(ask(*meter, "<ENQ><NAK><ACK>").empty());
    CHECK(ask(*meter, "R|T|") == bytes("<ACK>T|2110|<CR><LF><ACK>"));
  }
}

TEST_CASE("what does not fit in a Contour's command mode gets NAK and changes nothing") {
  const auto meter = make();
  ask(*meter, "<ENQ>");
  for (const std::string said : {"X|", "r|", "|", "RR|", "T|", "xxxxxxxxxxxxxxxx"}) {
    INFO(said);
    CHECK(ask(*meter, said) == bytes("<NAK>"));
  }
  CHECK(ask(*meter, "R|X|") == bytes("<ACK><NAK>"));
  CHECK(ask(*meter, "W|R|") == bytes("<ACK><NAK>"));
  for (const std::string date : {"261318|", "260230|", "26111|", "2611188|", "261118", "26111a|", "|"}) {
    INFO(date);
    CHECK(ask(*meter, "W|D|" + date + "<CR>") == bytes("<ACK><ACK><NAK>"));
  }
  for (const std::string time : {"2400|", "2160|", "210|", "21100|", "2110"}) {
    INFO(time);
    CHECK(ask(*meter, "W|T|" + time + "<CR>") == bytes("<ACK><ACK><NAK>"));
  }
  CHECK(meter->state().clock_difference == 0s);
  CHECK(ask(*meter, "R|T|") == bytes("<ACK>T|2105|<CR><LF><ACK>"));
}

TEST_CASE("a lenient Contour swallows line ends between commands, a strict one does not") {
  const std::string_view said = "R|<CR><LF>T|<CR><LF>";
  const auto lenient = make();
  ask(*lenient, "<ENQ>");
  CHECK(ask(*lenient, said) == bytes("<ACK>T|2105|<CR><LF><ACK>"));
  const auto strict = make({}, true);
  ask(*strict, "<ENQ>");
  CHECK(ask(*strict, said) == bytes("<ACK><NAK>"));
}

TEST_CASE("a Contour holds glucose and control results, the newest that fit, of the years it can write") {
  const std::vector<core::LogEntry> others{
      at(noon, core::Insulin{}), at(noon, core::MeterError{3}), at(noon, core::Ketone{{6, 1}}),
      at(*core::make_local(1999, 12, 31, 23, 59, 59), core::BloodGlucose{99_mg_dl}),
      at(*core::make_local(2100, 1, 1, 0, 0, 0), core::BloodGlucose{99_mg_dl})};
  CHECK(make(others)->state().memory.empty());
  CHECK(make(simulators::Readings(481, page_memory[3]))->state().memory.size() == 480);
}

TEST_CASE("a simulated Contour's serial number is its model's, -SIM and four digits") {
  const std::pair<std::string_view, std::string> serials[] = {
      {"contour", "7150-SIM0007"}, {"contour-7220", "7220-SIM0007"}, {"contour-next-ez", "7160-SIM0007"}};
  for (const auto& [name, serial] : serials) {
    const auto [family, model] = simulators::find_model(name);
    CHECK(family->family == "contour");
    CHECK(family->make_serial(*model, 7) == serial);
    CHECK(family->is_serial(*model, family->make_serial(*model, ~std::uint64_t{0})));
  }
  const auto [family, model] = simulators::find_model("contour");
  for (const std::string_view serial : {"7150-SIM001", "7150-SIM00011", "7150-0000001", "7220-SIM0001", ""})
    CHECK_FALSE(family->is_serial(*model, serial));
  for (const std::string option : {"speak=last", "eol=cr", ""})
    CHECK_THROWS_AS(make({}, false, mg_dl, "contour", {option}), core::Failure);
}

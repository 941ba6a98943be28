#include "tests/device/corruption.hpp"

#include "tests/catch.hpp"

// What comes past the checksums alone, frame by frame; the whole count is
// tests/campaign/corruption_campaign.cpp.

TEST_CASE("the frames of every family with a wire are flipped") {
  std::vector<std::string> all, flipped;
  for (const Family& family : families()) all.emplace_back(family.name());
  for (const corruption::Codec& codec : corruption::codecs()) {
    INFO(codec.family);
    flipped.emplace_back(codec.family);
    const auto frames = corruption::frames_of(codec, mixed_readings(40));
    std::size_t records = 0;
    for (const corruption::Frames& sent : frames) records += codec.read(sent, sent)->size();
    CHECK(records >= 30);
  }
  std::sort(flipped.begin(), flipped.end());
  std::sort(all.begin(), all.end());
  CHECK(flipped == all);
}

TEST_CASE("any one flipped bit, lost or doubled byte of a frame with a checksum makes no wrong reading") {
  for (const corruption::Codec& codec : corruption::codecs()) {
    if (codec.family == "bgstar") continue;  // has none, and is read twice
    for (const corruption::Frames& sent : corruption::frames_of(codec, mixed_readings(20))) {
      const corruption::Reading truth = codec.read(sent, sent);
      for (std::size_t which = 0; which < sent.size(); ++which)
        for (std::size_t at = 0; at < sent[which].size(); ++at) {
          INFO(codec.family << ", byte " << at << " of " << core::format_hex(sent[which], " "));
          const auto place = static_cast<std::ptrdiff_t>(at);
          for (unsigned bit = 0; bit < 8; ++bit) {
            corruption::Frames heard = sent;
            heard[which][at] = static_cast<std::uint8_t>(heard[which][at] ^ 1u << bit);
            if (corruption::is_wrong(codec.read(sent, heard), truth)) FAIL_CHECK("flipped bit " << bit);
          }
          corruption::Frames lost = sent, doubled = sent;
          lost[which].erase(lost[which].begin() + place);
          doubled[which].insert(doubled[which].begin() + place, std::uint8_t{sent[which][at]});
          if (corruption::is_wrong(codec.read(sent, lost), truth)) FAIL_CHECK("lost");
          if (corruption::is_wrong(codec.read(sent, doubled), truth)) FAIL_CHECK("doubled");
        }
    }
  }
}

TEST_CASE("two flipped bits never get past a CRC-16, and hardly ever past two or three reads") {
  for (const corruption::Codec& codec : corruption::codecs()) {
    INFO(codec.family);
    const corruption::Count count = corruption::count_wrong(codec, 20'000, 1);
    if (codec.has_crc16) CHECK(count.wrong_of_one == 0);
    CHECK(count.wrong_of_two == 0);
    CHECK(count.wrong_of_three == 0);
  }
}

TEST_CASE("of all pairs of flipped bits, the same in two reads, at most 10 of 10,000,000 are kept") {
  for (const corruption::Codec& codec : corruption::codecs()) {
    if (!codec.is_doubtful) continue;
    INFO(codec.family);
    CHECK(corruption::expected_wrong_of_two(codec, 1e7, 20) <= 10);
  }
}

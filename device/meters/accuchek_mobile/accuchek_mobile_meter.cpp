#include "device/meters/accuchek_mobile/accuchek_mobile_meter.hpp"

#include <algorithm>
#include <tuple>

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/text/printable.hpp"
#include "device/meters/accuchek_mobile/folder.hpp"

namespace device::accuchek_mobile {
namespace {

namespace fs = std::filesystem;
using boost::asio::awaitable;
using core::Errc;
using namespace std::chrono_literals;

constexpr int most_reads = 4;
constexpr std::size_t two_lines = 2 * 1026 + 3;  // with their ends and a byte order mark
constexpr auto still_now = 5min;

/// A file, and what its second line says; nothing where it is no report.
struct Candidate {
  fs::path file;
  std::optional<Head> head;
};

Candidate look_at(const fs::path& file) {
  try {
    const auto head = decode_head(read_file(file, two_lines).text);
    if (head) return {file, *head};
  } catch (const core::Failure&) {  // the others may be read all the same
  }
  return {file, std::nullopt};
}

/// The latest report; of equal ones the last by name.
bool is_older(const Candidate& a, const Candidate& b) {
  const auto rank = [](const Candidate& one) {
    return std::tuple(one.head.has_value(), one.head ? one.head->made : std::nullopt, one.file);
  };
  return rank(a) < rank(b);
}

void require_one_serial(const std::vector<Candidate>& candidates) {
  const Head* first = nullptr;
  for (const Candidate& candidate : candidates) {
    if (!candidate.head) continue;
    if (first && first->serial != candidate.head->serial)
      throw core::Failure({Errc::refused, "below this folder are reports of two meters",
                           first->serial + " and " + candidate.head->serial,
                           "Put those of each meter into a folder of their own."});
    first = &*candidate.head;
  }
}

}  // namespace

awaitable<void> wait_for(std::chrono::seconds time) {
  boost::asio::steady_timer timer(co_await boost::asio::this_coro::executor, time);
  co_await timer.async_wait(boost::asio::use_awaitable);
}

awaitable<Identity> AccuchekMobileMeter::identify() {
  head_ = {};
  file_ = choose_file();
  first_ = co_await read_report();
  head_ = first_->head;
  const std::string model = file_.parent_path().parent_path().filename().string();
  co_return Identity{core::printable(model), head_.serial, first_->unit, head_.simulated};
}

awaitable<void> AccuchekMobileMeter::download(const DownloadOptions& options, Downloaded& result) {
  co_await download_dump(*this, options, false, result);
}

awaitable<ClockLook> AccuchekMobileMeter::read_clock() {
  const auto age = std::chrono::system_clock::now() - written_;
  if (!head_.made || age < 0s || age > still_now)
    throw core::Failure({Errc::unsupported, "an Accu-Chek Mobile's clock is seen only when it makes a report",
                         "", "Unplug the meter, plug it in again, and look at once."});
  const auto at = now() - std::chrono::duration_cast<core::Deadline::duration>(age);
  co_return ClockLook{*head_.made, at, 0ms, still_now};
}

awaitable<void> AccuchekMobileMeter::read_dump(std::vector<core::LogEntry>& into,
                                               const std::function<void(const Progress&)>&) {
  if (!first_) first_ = co_await read_report();
  const Report report = std::move(*first_);
  first_.reset();
  into = report.entries;
  if (report.is_cut) throw core::Failure(cut_off());
}

fs::path AccuchekMobileMeter::choose_file() {
  const std::vector<fs::path> files = report_files(folder_);
  if (files.empty())
    throw core::Failure({Errc::not_found,
                         fmt::format("no report in {}: on the meter, choose the reports, and wait for it to "
                                     "be mounted",
                                     core::printable(folder_.string())),
                         "", ""});
  if (files.size() == 1) return files.front();
  std::vector<Candidate> candidates;
  for (const fs::path& file : files) candidates.push_back(look_at(file));
  require_one_serial(candidates);
  const fs::path latest = std::max_element(candidates.begin(), candidates.end(), is_older)->file;
  std::vector<std::string> others;
  for (const fs::path& file : files)
    if (file != latest) others.push_back(core::printable(file.lexically_relative(folder_).string()));
  request(fmt::format("The latest report is read, {}; left alone: {}.",
                      core::printable(latest.lexically_relative(folder_).string()), fmt::join(others, ", ")));
  return latest;
}

/// A report that stays cut off is given as far as it came.
awaitable<Report> AccuchekMobileMeter::read_report() {
  std::optional<Report> cut;
  for (int reads = 0; reads < most_reads; ++reads) {
    if (reads > 0) co_await pause_(1s);
    const FileText file = read_file(file_);
    ++exchanges_;
    auto report = decode_report(file.text);
    if (!report) {
      if (file.is_sound && report.error().kind != Errc::disconnected) throw core::Failure(report.error());
      continue;
    }
    if (!head_.serial.empty() && report->head.serial != head_.serial)
      throw core::Failure({Errc::protocol, "the meter has told two different serial numbers",
                           head_.serial + " and " + report->head.serial, "Read it again."});
    if (head_.serial.empty()) written_ = file.written;
    if (file.is_sound && !report->is_cut) co_return std::move(*report);
    cut = std::move(*report);
    cut->is_cut = true;
  }
  if (!cut) throw core::Failure(cut_off());
  co_return std::move(*cut);
}

}  // namespace device::accuchek_mobile

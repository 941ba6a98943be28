#include "simulators/served_line.hpp"

#include <boost/asio/io_context.hpp>

#include "core/io/async.hpp"

namespace simulators {

ServedLine::ServedLine(std::unique_ptr<FarEnd> far_end, FaultyMeter* meter, const Settings& settings,
                       const Surroundings& around)
    : far_end_(std::move(far_end)),
      meter_(meter),
      port_(settings.baud, settings.link),
      line_(around.io, port_, *far_end_,
            {settings.baud, settings.bits_per_byte, settings.pace, around.moment,
             [this, remark = around.remark, after_exchange = around.after_exchange] {
               for (const std::string& text : {line_.take_remark(), far_end_->take_remark()})
                 if (!text.empty()) remark(text);
               after_exchange();
             },
             around.note}) {
  if (settings.listen)
    tcp_.emplace(
        around.io, *settings.listen, [this] { return line_.open_host_end(); }, around.fail);
  core::spawn(around.io.get_executor(), line_.run(), around.fail);
}

}  // namespace simulators

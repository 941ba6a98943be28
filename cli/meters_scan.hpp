#pragma once

namespace cli {

struct Context;

/// `bgbingo meters --scan`: what is plugged in, and which meter it may be. Opens and asks nothing.
int scan_meters(Context& context);

}  // namespace cli

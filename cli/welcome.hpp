#pragma once

namespace cli {

struct Context;

/// What `bgbingo` alone prints: where you stand, and the three likely next commands.
int welcome(Context& context);

}  // namespace cli

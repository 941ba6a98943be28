#include "cli/verbs.hpp"
namespace cli { Verb clock_verb() { return {"clock", "", "", "", {}, {}, {}, false}; } }

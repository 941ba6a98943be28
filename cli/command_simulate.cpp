#include "cli/verbs.hpp"
namespace cli { Verb simulate_verb() { return {"simulate", "", "", "", {}, {}, {}, false}; } }

#include "cli/verbs.hpp"
namespace cli { Verb sync_verb() { return {"sync", "", "", "", {}, {}, {}, false}; } }

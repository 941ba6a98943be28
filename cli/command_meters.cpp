#include "cli/verbs.hpp"
namespace cli { Verb meters_verb() { return {"meters", "", "", "", {}, {}, {}, false}; } }

#include "cli/verbs.hpp"
namespace cli { Verb inspect_verb() { return {"inspect", "", "", "", {}, {}, {}, false}; } }

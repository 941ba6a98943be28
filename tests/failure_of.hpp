#pragma once

#include "core/error.hpp"

/// The error that `what` throws.
template <class Do>
core::Error failure_of(Do what) {
  try {
    what();
  } catch (const core::Failure& failure) {
    return failure.error();
  }
  return {core::Errc::internal, "nothing was thrown", "", ""};
}

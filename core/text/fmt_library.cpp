// fmt's own compiled part, made from its installed header: Debian ships it as a shared library only, and that
// one would bring a second, shared C++ library along (cmake/dependencies.cmake, starting fast). The instances
// are those that fmt 9 and 10 declare extern; with another version the shared library is linked.
#include <fmt/core.h>

#if FMT_VERSION < 110000
#include <fmt/format-inl.h>

FMT_BEGIN_NAMESPACE
namespace detail {

template FMT_API auto dragonbox::to_decimal(float x) noexcept -> dragonbox::decimal_fp<float>;
template FMT_API auto dragonbox::to_decimal(double x) noexcept -> dragonbox::decimal_fp<double>;
template FMT_API auto thousands_sep_impl(locale_ref) -> thousands_sep_result<char>;
template FMT_API auto decimal_point_impl(locale_ref) -> char;
template FMT_API void buffer<char>::append(const char*, const char*);
template FMT_API void vformat_to(buffer<char>&, string_view, basic_format_args<format_context>, locale_ref);

}  // namespace detail
FMT_END_NAMESPACE
#endif

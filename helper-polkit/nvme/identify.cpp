// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "identify.h"

#include <algorithm>

namespace laneway::nvme {

namespace {

constexpr unsigned most = 65535;
constexpr std::size_t entrySize = 32;

unsigned number(Bytes page, std::size_t at, std::size_t size)
{
    std::uint64_t value = 0;
    for (std::size_t i = size; i > 0; --i)
        value = value << 8 | page[at + i - 1];
    return unsigned(std::min<std::uint64_t>(value, most));
}

/// Nothing for a number of more digits than 65535 has, or with anything else in it.
std::optional<unsigned> decimal(const std::string &text)
{
    if (text.empty() || text.size() > 5
        || !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }))
        return std::nullopt;
    const unsigned value = unsigned(std::stoul(text));
    return value <= most ? std::optional(value) : std::nullopt;
}

Resource resource(Bytes page, std::size_t at)
{
    return {number(page, at, 4), number(page, at + 8, 2), number(page, at + 12, 2), number(page, at + 14, 2)};
}

std::string json(const Resource &resource)
{
    return "{\"total\":" + std::to_string(resource.total) + ",\"primary\":" + std::to_string(resource.primary)
        + ",\"each\":" + std::to_string(resource.each) + ",\"granularity\":" + std::to_string(resource.granularity)
        + '}';
}

} // namespace

bool canManage(Bytes page)
{
    constexpr std::size_t oacs = 256;
    return page.size() >= oacs + 2 && (page[oacs] & 0x80) != 0;
}

std::optional<Capabilities> readCapabilities(Bytes page)
{
    if (page.size() < 80)
        return std::nullopt;
    return Capabilities{resource(page, 32), resource(page, 64)};
}

std::optional<std::vector<Secondary>> readSecondaries(Bytes page)
{
    if (page.empty() || entrySize * (1 + std::size_t(page[0])) > page.size())
        return std::nullopt;
    std::vector<Secondary> list;
    for (std::size_t i = 1; i <= page[0]; ++i) {
        const Bytes entry = page.subspan(i * entrySize, entrySize);
        const Secondary one{
            number(entry, 0, 2), number(entry, 8, 2), (entry[4] & 1) != 0, number(entry, 10, 2), number(entry, 12, 2)};
        if (!list.empty() && one.controller <= list.back().controller)
            return std::nullopt;
        list.push_back(one);
    }
    return list;
}

bool isAddress(const std::string &text)
{
    const std::string form = "dddd:dd:dd.o";
    if (text.size() != form.size())
        return false;
    for (std::size_t i = 0; i < form.size(); ++i) {
        const char c = text[i];
        const bool fits = form[i] == 'd' ? (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f')
            : form[i] == 'o'             ? c >= '0' && c <= '7'
                                         : c == form[i];
        if (!fits)
            return false;
    }
    return true;
}

std::optional<Secondary> parseWanted(const std::string &text)
{
    std::vector<std::string> parts(1);
    for (const char c : text) {
        if (c == ':')
            parts.emplace_back();
        else
            parts.back() += c;
    }
    if (parts.size() != 4 || (parts[3] != "online" && parts[3] != "offline"))
        return std::nullopt;
    const auto controller = decimal(parts[0]);
    const auto queues = decimal(parts[1]);
    const auto interrupts = decimal(parts[2]);
    if (!controller || !queues || !interrupts)
        return std::nullopt;
    return Secondary{*controller, 0, parts[3] == "online", *queues, *interrupts};
}

bool isControllerName(const std::string &text)
{
    return text.size() > 4 && text.size() <= 9 && text.compare(0, 4, "nvme") == 0 && decimal(text.substr(4));
}

std::string toJson(const Capabilities &capabilities, const std::vector<Secondary> &secondaries)
{
    std::string list;
    for (const Secondary &one : secondaries) {
        if (one.function == 0)
            continue;
        list += std::string(list.empty() ? "" : ",") + "{\"controller\":" + std::to_string(one.controller)
            + ",\"vf\":" + std::to_string(one.function - 1) + ",\"online\":" + (one.online ? "true" : "false")
            + ",\"queues\":" + std::to_string(one.queues) + ",\"interrupts\":" + std::to_string(one.interrupts) + '}';
    }
    return "{\"queues\":" + json(capabilities.queues) + ",\"interrupts\":" + json(capabilities.interrupts)
        + ",\"controllers\":[" + list + "]}";
}

std::string errorJson(const std::string &name, const std::string &detail)
{
    std::string plain = detail;
    std::replace_if(
        plain.begin(), plain.end(), [](char c) { return c == '"' || c == '\\' || c < ' ' || c > '~'; }, ' ');
    return "{\"error\":\"" + name + "\",\"detail\":\"" + plain + "\"}";
}

} // namespace laneway::nvme

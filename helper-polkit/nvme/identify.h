// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

/// What laneway-nvme reads and is told: plain C++, as it runs with a capability and must start fast.
/// Layouts from the NVM Express base specification 2.0, 5.17.2.
namespace laneway::nvme {

using Bytes = std::span<const std::uint8_t>;

struct Resource
{
    unsigned total = 0;
    unsigned primary = 0;
    unsigned each = 0;
    unsigned granularity = 0;
};
struct Capabilities ///< Primary Controller Capabilities, CNS 14h
{
    Resource queues;
    Resource interrupts;
};
struct Secondary
{
    unsigned controller = 0;
    unsigned function = 0; ///< its VF's number from 1; 0: it has none
    bool online = false;
    unsigned queues = 0;
    unsigned interrupts = 0;
    bool operator==(const Secondary &) const = default;
};

/// Whether Identify Controller (CNS 01h) tells of Virtualization Management. Too short: no.
bool canManage(Bytes page);
std::optional<Capabilities> readCapabilities(Bytes page);
/// Secondary Controller List, CNS 15h. Nothing for a list that is longer than its page or whose
/// identifiers do not rise, as whoever asks for the next part would never come to an end.
std::optional<std::vector<Secondary>> readSecondaries(Bytes page);

/// "0000:05:00.0" and nothing else: it becomes part of a path.
bool isAddress(const std::string &text);
/// "1:2:1:online": identifier, queues, interrupts, and whether it is to be online; each number
/// decimal and at most 65535. The function's number is not told.
std::optional<Secondary> parseWanted(const std::string &text);
/// "nvme0".
bool isControllerName(const std::string &text);

/// In the form that NvmeVirtualization::fromJson() reads; without those that have no VF.
std::string toJson(const Capabilities &capabilities, const std::vector<Secondary> &secondaries);
/// {"error":@p name,"detail":@p detail}; what JSON would have to escape becomes a blank.
std::string errorJson(const std::string &name, const std::string &detail);

} // namespace laneway::nvme

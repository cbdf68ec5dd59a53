// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/macaddress.h"
#include "core/vfindex.h"
#include "core/vlanid.h"

#include <QList>

namespace laneway {

enum class VlanProtocol { Dot1Q, Dot1AD }; ///< 0x8100, 0x88a8

/// The VLAN that the PF's switch puts on a VF's frames (IFLA_VF_VLAN_LIST).
struct VfVlan
{
    std::optional<VlanId> id; ///< nothing: VID 0, untagged unless there is a priority
    quint8 qos = 0; ///< 802.1p priority 0–7
    VlanProtocol protocol = VlanProtocol::Dot1Q;
    bool operator==(const VfVlan &) const = default;
};

enum class VfLinkState { Auto, Enable, Disable };

/// Megabits a second; 0 is "no limit".
struct VfRate
{
    quint32 minimum = 0;
    quint32 maximum = 0;
    bool operator==(const VfRate &) const = default;
};

/// What a PF's driver says of one VF (RTM_GETLINK with RTEXT_FILTER_VF). A field that the driver
/// does not report is empty.
struct VfSettings
{
    VfIndex index;
    std::optional<MacAddress> mac; ///< the administrative MAC; all zero: none was set
    std::optional<VfVlan> vlan;
    std::optional<bool> spoofCheck;
    std::optional<bool> trust;
    std::optional<VfLinkState> linkState;
    std::optional<VfRate> rate;

    bool operator==(const VfSettings &) const = default;
    QJsonObject toJson() const;
    static Result<VfSettings> fromJson(const QJsonObject &json);
    /// "2 mac=52:54:… vlan=42 qos=0 proto=802.1Q …": the index, and the words of VfChange::parse(). For
    /// journals: of 63 VFs it takes a tenth of the time of JSON.
    QString toWords() const;
    static Result<VfSettings> fromWords(QStringView words);
};

/// What of a VF can be set by itself; VLAN, priority and protocol go together, and so do both rates.
enum class VfField { Mac, Vlan, Rate, SpoofCheck, LinkState, Trust };
/// "mac", "vlan", "rate", "spoofCheck", "linkState", "trust".
QString nameOf(VfField field);
std::optional<VfField> vfFieldFrom(QStringView name);

/// What is to be changed: the fields that are set. Same JSON as VfSettings without "index".
/// JSON: {"index":2,"mac":"52:54:…","vlan":42|0,"qos":0,"vlanProtocol":"802.1Q"|"802.1ad",
///        "spoofCheck":true,"trust":false,"linkState":"auto"|"enable"|"disable",
///        "minRate":0,"maxRate":0}
struct VfChange
{
    std::optional<MacAddress> mac;
    std::optional<VfVlan> vlan;
    std::optional<bool> spoofCheck;
    std::optional<bool> trust;
    std::optional<VfLinkState> linkState;
    std::optional<VfRate> rate;

    bool isEmpty() const { return *this == VfChange(); }
    bool operator==(const VfChange &) const = default;
    QJsonObject toJson() const;
    static Result<VfChange> fromJson(const QJsonObject &json);
    /// "mac=52:54:… vlan=42 qos=3 spoofchk=on trust=off state=auto max_tx_rate=100": the words of
    /// `ip link set vf` as KEY=VALUE (lanewayctl vf set); the names of the JSON members are taken
    /// too. vlan=0 is untagged. Of the two rates the one not named becomes 0: the kernel sets
    /// both at once (IFLA_VF_RATE). Fails with InvalidInput; subject is the word.
    static Result<VfChange> parse(const QStringList &words);
    /// The change that brings a VF back to @p former: every field that was reported.
    static VfChange to(const VfSettings &former);
    /// Whether @p now has every field of this change; a field that the driver does not report
    /// counts as not applied.
    bool isIn(const VfSettings &now) const;

    QList<VfField> fields() const; ///< those that are set, in the order in which the kernel takes them
    VfChange only(VfField field) const;
    /// Those fields in which @p now is not as wanted.
    QList<VfField> missingIn(const VfSettings &now) const;
    /// Without the fields in which @p now is as wanted.
    VfChange beyond(const VfSettings &now) const;
    /// Of @p all those fields that this change touches.
    VfSettings sameFieldsOf(const VfSettings &all) const;
    /// @p now with those fields as in @p former.
    VfSettings withFieldsOf(const VfSettings &former, const VfSettings &now) const;
    /// What of it has to be sent to a driver that reports @p now. MAC and VLAN always, as that fixes
    /// them against changes by the guest; of the rest what differs, as drivers refuse what they do
    /// not know even where nothing would change. To untag what has neither VLAN nor priority is nothing.
    VfChange toSend(const VfSettings &now) const;
};

/// Changes of several VFs of one PF.
using VfChanges = QList<std::pair<VfIndex, VfChange>>;
/// As VfSettings::toWords().
QString changeToWords(VfIndex vf, const VfChange &change);
Result<std::pair<VfIndex, VfChange>> changeFromWords(QStringView words);

/// One field of one VF that the driver did not take.
struct VfRefusal
{
    VfIndex vf;
    VfField field = VfField::Mac;
    Error error;
    bool operator==(const VfRefusal &) const = default;
    QJsonObject toJson() const; ///< {"index":3,"field":"linkState","error":{…}}
    static Result<VfRefusal> fromJson(const QJsonObject &json);
};
QJsonArray refusalsToJson(const QList<VfRefusal> &refusals);
QList<VfRefusal> refusalsFromJson(const QJsonArray &json); ///< without what cannot be read

} // namespace laneway

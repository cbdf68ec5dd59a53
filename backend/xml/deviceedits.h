// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/domainxml.h"

namespace laneway {

/// Changes to one piece of a definition, as an editor makes them: what is not named stays as it is
/// written, and what is set to the value it has is not touched.

/// A device by its place among the elements of `<devices>`, counted from 0; or the machine itself.
struct DeviceKey
{
    int element = -1; ///< -1: no device
    bool isDevice() const { return element >= 0; }
    bool operator==(const DeviceKey &) const = default;
};

/// Null when there is none.
QDomElement deviceElement(const DomainXml &domain, const DeviceKey &key);
QDomElement editableDevice(DomainXml &domain, const DeviceKey &key);
/// One device as text, without the indentation of its place.
QString deviceText(const DomainXml &domain, const DeviceKey &key);
/// One element instead of the one at @p key, of the same name. NotFound, InvalidXml.
Result<> replaceDevice(DomainXml &domain, const DeviceKey &key, const QByteArray &xml);
/// Takes any device away by its place, and what <metadata> holds of it.
Result<> removeDeviceAt(DomainXml &domain, const DeviceKey &key);

/// Text at a path below @p element: "@type", "source/@file", "driver/@cache", "alias" (its text).
/// Empty when it is not there.
QString valueAt(const QDomElement &element, const QString &path);
/// Makes what is missing on the way; an empty @p value takes the attribute or element away, and the
/// elements on the way that say nothing any more.
void setValueAt(QDomElement element, const QString &path, const QString &value);

/// An element that says by being there: "readonly", "features/acpi". What is made on the way goes as it came.
bool isPresent(QDomElement element, const QString &path);
void setPresent(QDomElement element, const QString &path, bool present);

/// In KiB; nothing when it is no size that libvirt knows.
std::optional<quint64> memoryKiB(const DomainXml &domain);
/// Maximum and current memory, which differ only where a guest gives memory back.
void setMemoryKiB(DomainXml &domain, quint64 kib);

/// The processors with their topology; @p cores and @p threads 0: none is written.
void setProcessors(DomainXml &domain, int count, int sockets = 0, int cores = 0, int threads = 0);

/// The device's place in the boot order, 0 for none. Others move behind it. `<boot dev=…>` of `<os>`,
/// which excludes orders of devices, becomes such orders first.
void setBootOrder(DomainXml &domain, const DeviceKey &key, int order);
int bootOrder(const DomainXml &domain, const DeviceKey &key);

/// Whether a machine can boot from it at all.
bool isBootable(const QDomElement &device);
/// The devices in the order in which they are booted from; what `<os><boot dev=…>` means is among them.
QList<DeviceKey> bootSequence(const DomainXml &domain);
/// From these, in this order, and no others.
void setBootSequence(DomainXml &domain, const QList<DeviceKey> &keys);

/// A host device as @p wanted says: managed, ROM, boot order, guest address, MAC, VLAN and what
/// <metadata> keeps. The source stays. NotFound, InvalidXml when @p key is no PCI host device.
Result<> updateAssignedDevice(DomainXml &domain, const DeviceKey &key, const AssignedDevice &wanted);

/// Functions of one card in one guest slot, as they sit in the host: the first at function 0 of the
/// place it has, with multifunction on, the others behind it. NotFound when one is not in the
/// definition or the first has no place yet.
Result<> shareGuestSlot(DomainXml &domain, const QList<PciAddress> &sources);
/// Each of them gets a slot of its own, which complete() chooses for all but the first.
void separateGuestSlots(DomainXml &domain, const QList<PciAddress> &sources);
bool inOneGuestSlot(const AssignedDevice &a, const AssignedDevice &b);

/// Where an error is in the text that it was found in, counted from 1.
struct TextPlace
{
    int line = 1;
    int column = 1;
    bool operator==(const TextPlace &) const = default;
};
/// From the error's own "line 12, column 7", or by looking for the element it names in @p text, whose document element
/// is at
/// @p root; where that is not there, as it was to be added, for the one it would be in.
std::optional<TextPlace> placeOf(const Error &error, const QString &text, const QString &root = u"domain"_s);

/// @p error with that place as "line" and "column", for who gave @p text.
Error withPlace(Error error, const QString &text, const QString &root = u"domain"_s);
/// The same where @p text is what addDevice() of @p before takes, and the error is about the machine that has it then.
Error withPlaceInDevice(Error error, const QString &text, const DomainXml &before);

} // namespace laneway

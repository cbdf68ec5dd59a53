// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "xml/deviceproperty.h"

namespace laneway {

/// What people call a property of a table; its path where it has no words yet.
QString propertyLabel(const DeviceKind &kind, const Property &property);
bool hasPropertyLabel(const DeviceKind &kind, const Property &property);
/// What people call one of its values; the value itself where that says it.
QString valueLabel(const Property &property, const QString &value);
QString unitLabel(QStringView unit);
/// Why @p text cannot be; empty when it can.
QString misfitText(const Property &property, const QString &text);
/// Where it is in the XML: "<disk> driver/@cache".
QString placeLabel(const DeviceKind &kind, const Property &property);

} // namespace laneway

// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDomElement>

namespace laneway {

/// Puts @p child where libvirt prints it among the children of @p parent (`<domain>`, `<devices>` or a
/// device), on a line of its own: behind the last of those that go before it. What libvirt's order does
/// not name stays where it is, and a child it does not name goes last.
/// Source: virDomainDefFormatInternalSetRootName() and the devices' formatters in src/conf/domain_conf.c.
void insertInLibvirtOrder(QDomElement &parent, const QDomElement &child);
/// The child of this name, made and put in its place where there is none.
QDomElement childInLibvirtOrder(QDomElement &parent, const QString &name);

} // namespace laneway

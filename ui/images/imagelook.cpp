// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/images/imagelook.h"

#include <QCoreApplication>
#include <QJsonArray>

namespace laneway {

namespace {
struct ImageText
{
    Q_DECLARE_TR_FUNCTIONS(laneway::ImageLook)
};
} // namespace

ImageLook lookAtImage(const QString &path, const Result<QJsonObject> &image, const QString &machine)
{
    if (!image)
        return {{},
            image.error().code == ErrorCode::NotFound ? ImageText::tr("There is no file %1 on the host.").arg(path)
                                                      : QString(),
            {}};
    ImageLook look;
    look.format = (*image)[u"openAs"].toString();
    if (look.format.isEmpty())
        look.note = ImageText::tr(
            "Its first bytes say that it is %1 and name other files to be read, which a guest may have written "
            "into a raw disk. Choose its format if you know it.")
                        .arg((*image)[u"format"].toString());
    QStringList holders; // whose disk it is
    QStringList above; // whose disk stands on it
    const QJsonArray users = (*image)[u"users"].toArray();
    for (const QJsonValue &user : users)
        if (const QString name = user[u"machine"].toString(); name != machine)
            (user[u"through"].toString().isEmpty() ? holders : above) += name;
    if (!holders.isEmpty())
        look.used = ImageText::tr(
            "It is a disk of %1, and two machines must not write to one image. One that only reads it may have it.")
                        .arg(holders.join(u", "_s));
    else if (!above.isEmpty())
        look.used = ImageText::tr(
            "A disk of %1 stands on it, and would be spoilt by whoever writes to it. One that only reads it may have it.")
                        .arg(above.join(u", "_s));
    return look;
}

} // namespace laneway

// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "kernel/udevnames.h"

#include <QHash>
#include <QMutex>

#include <initializer_list>
#include <libudev.h>

namespace laneway {

class UdevNames::Private
{
public:
    Private()
        : udev(udev_new())
    {
        if (udev)
            hwdb = udev_hwdb_new(udev);
    }
    ~Private()
    {
        udev_hwdb_unref(hwdb);
        udev_unref(udev);
    }

    /// The first of @p keys that the database has for the modalias that @p aliasOf gives, which is
    /// asked for once: @p id stands for it.
    template <typename Alias> QString look(quint64 id, Alias aliasOf, std::initializer_list<const char *> keys)
    {
        if (!hwdb)
            return {};
        const QMutexLocker locker(&mutex); // a udev context is for one thread at a time
        if (const auto known = cache.constFind(id); known != cache.constEnd())
            return *known;
        udev_list_entry *const found
            = udev_hwdb_get_properties_list_entry(hwdb, QString(aliasOf()).toLatin1().constData(), 0);
        QString name;
        for (const char *key : keys) {
            if (udev_list_entry *entry = udev_list_entry_get_by_name(found, key)) {
                name = QString::fromUtf8(udev_list_entry_get_value(entry));
                break;
            }
        }
        cache.insert(id, name);
        return name;
    }

    struct udev *udev;
    udev_hwdb *hwdb = nullptr;
    QMutex mutex;
    QHash<quint64, QString> cache; ///< what kind of name, in the upper half, and of which numbers
};

UdevNames::UdevNames()
    : d(std::make_unique<Private>())
{
}

UdevNames::~UdevNames() = default;

bool UdevNames::isAvailable() const
{
    return d->hwdb;
}

// Modaliases as the kernel prints them (file2alias.c): capitals, fixed width.

QString UdevNames::vendor(quint16 vendor) const
{
    return d->look(
        quint64(1) << 32 | vendor, [&] { return QString::asprintf("pci:v%08X", vendor); }, {"ID_VENDOR_FROM_DATABASE"});
}

QString UdevNames::device(quint16 vendor, quint16 device) const
{
    return d->look(quint64(2) << 32 | quint64(vendor) << 16 | device,
        [&] { return QString::asprintf("pci:v%08Xd%08X", vendor, device); }, {"ID_MODEL_FROM_DATABASE"});
}

QString UdevNames::deviceClass(quint32 classCode) const
{
    // An invented device: only what is said of every vendor's fits.
    const auto alias = [&] {
        return QString::asprintf("pci:v0000FFFFd0000FFFFsv0000FFFFsd0000FFFFbc%02Xsc%02Xi%02X", classCode >> 16 & 0xff,
            classCode >> 8 & 0xff, classCode & 0xff);
    };
    return d->look(quint64(3) << 32 | (classCode & 0xffffff), alias,
        {"ID_PCI_SUBCLASS_FROM_DATABASE", "ID_PCI_CLASS_FROM_DATABASE"});
}

QString UdevNames::usbVendor(quint16 vendor) const
{
    return d->look(
        quint64(4) << 32 | vendor, [&] { return QString::asprintf("usb:v%04X", vendor); }, {"ID_VENDOR_FROM_DATABASE"});
}

QString UdevNames::usbProduct(const UsbIds &ids) const
{
    return d->look(quint64(5) << 32 | quint64(ids.vendor) << 16 | ids.product,
        [&] { return QString::asprintf("usb:v%04Xp%04X", ids.vendor, ids.product); }, {"ID_MODEL_FROM_DATABASE"});
}

} // namespace laneway

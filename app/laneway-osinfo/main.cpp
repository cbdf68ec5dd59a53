// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
//
// libosinfo's database behind a pipe: it takes a second and 100 MB to load, blocks while it reads a medium,
// and reads what strangers made. So it is a process of its own, which ends with its answer.
//
//   laneway-osinfo identify FILE     the system on an installation medium
//   laneway-osinfo find SHORTID      one by its short name
//   laneway-osinfo list              all for x86-64, without devices: an array
//
// Prints JSON as client/osinfo.h reads it; "{}" when it does not know.
#include <QByteArray>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QString>

#include <gio/gio.h>

extern "C" { // its headers do not say it themselves
#include <osinfo/osinfo.h>
}

#include <algorithm>
#include <cstdio>
#include <memory>

using namespace Qt::StringLiterals;

namespace {

template <typename T> struct Unref
{
    void operator()(T *object) const { g_object_unref(object); }
};
template <typename T> using Held = std::unique_ptr<T, Unref<T>>;

QString text(const char *given)
{
    return QString::fromUtf8(given);
}

QJsonObject brief(OsinfoOs *os)
{
    auto *const product = OSINFO_PRODUCT(os);
    return {{u"id"_s, text(osinfo_entity_get_id(OSINFO_ENTITY(os)))},
        {u"shortId"_s, text(osinfo_product_get_short_id(product))}, {u"name"_s, text(osinfo_product_get_name(product))},
        {u"family"_s, text(osinfo_os_get_family(os))},
        {u"released"_s, text(osinfo_product_get_release_date_string(product))},
        {u"ended"_s, text(osinfo_product_get_eol_date_string(product))}};
}

QJsonObject resources(OsinfoOs *os)
{
    QJsonObject json;
    // What it is recommended, else what it needs at least.
    const Held<OsinfoResourcesList> recommended(osinfo_os_get_recommended_resources(os));
    const Held<OsinfoResourcesList> minimum(osinfo_os_get_minimum_resources(os));
    for (OsinfoResourcesList *list : {recommended.get(), minimum.get()}) {
        for (int i = 0; i < osinfo_list_get_length(OSINFO_LIST(list)); ++i) {
            auto *const one = OSINFO_RESOURCES(osinfo_list_get_nth(OSINFO_LIST(list), i));
            const QString architecture = text(osinfo_resources_get_architecture(one));
            if (architecture != u"x86_64" && architecture != u"all")
                continue;
            const auto take = [&json](const QString &key, qint64 value) {
                if (value > 0 && !json.contains(key))
                    json[key] = value;
            };
            take(u"memory"_s, osinfo_resources_get_ram(one));
            take(u"storage"_s, osinfo_resources_get_storage(one));
            take(u"processors"_s, osinfo_resources_get_n_cpus(one));
        }
    }
    return json;
}

/// What drivers it comes with: ids of devices as the database has them.
QJsonArray devices(OsinfoOs *os)
{
    QJsonArray ids;
    const Held<OsinfoDeviceList> list(osinfo_os_get_all_devices(os, nullptr));
    for (int i = 0; list && i < osinfo_list_get_length(OSINFO_LIST(list.get())); ++i)
        ids += text(osinfo_entity_get_id(osinfo_list_get_nth(OSINFO_LIST(list.get()), i)));
    return ids;
}

QJsonObject whole(OsinfoOs *os)
{
    QJsonObject json = brief(os);
    json[u"resources"] = resources(os);
    json[u"devices"] = devices(os);
    return json;
}

int answer(const QJsonDocument &json)
{
    const QByteArray line = json.toJson(QJsonDocument::Compact) + '\n';
    return std::fwrite(line.constData(), 1, size_t(line.size()), stdout) == size_t(line.size())
            && std::fflush(stdout) == 0
        ? 0
        : 1;
}

} // namespace

int main(int argc, char *argv[])
{
    const QByteArray verb = argc > 1 ? argv[1] : "";
    const char *const what = argc > 2 ? argv[2] : nullptr;
    if (argc != (verb == "list" ? 2 : 3) || (verb != "list" && verb != "find" && verb != "identify")) {
        std::fputs("laneway-osinfo: identify FILE, find SHORTID or list\n", stderr);
        return 2;
    }
    GError *error = nullptr;
    const Held<OsinfoLoader> loader(osinfo_loader_new());
    osinfo_loader_process_default_path(loader.get(), &error);
    if (error) {
        std::fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    OsinfoDb *const database = osinfo_loader_get_db(loader.get());
    if (verb == "identify") {
        const Held<OsinfoMedia> media(osinfo_media_create_from_location(what, nullptr, &error));
        if (error || !media || !osinfo_db_identify_media(database, media.get()))
            return answer(QJsonDocument(QJsonObject()));
        const Held<OsinfoOs> os(osinfo_media_get_os(media.get()));
        QJsonObject json = os ? whole(os.get()) : QJsonObject();
        json[u"live"] = bool(osinfo_media_get_live(media.get()));
        return answer(QJsonDocument(json));
    }
    const Held<OsinfoOsList> list(osinfo_db_get_os_list(database));
    QJsonArray all;
    for (int i = 0; i < osinfo_list_get_length(OSINFO_LIST(list.get())); ++i) {
        auto *const os = OSINFO_OS(osinfo_list_get_nth(OSINFO_LIST(list.get()), i));
        if (verb == "list")
            all += brief(os);
        else if (text(osinfo_product_get_short_id(OSINFO_PRODUCT(os))) == text(what)
            || text(osinfo_entity_get_id(OSINFO_ENTITY(os))) == text(what))
            return answer(QJsonDocument(whole(os)));
    }
    return answer(verb == "list" ? QJsonDocument(all) : QJsonDocument(QJsonObject()));
}

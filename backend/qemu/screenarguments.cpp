// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "qemu/commandparts.h"
#include "xml/viewreading.h"

namespace laneway {

namespace {

constexpr std::array primaryVideos{
    Translation{u"virtio", u"virtio-vga"},
    Translation{u"vga", u"VGA"},
    Translation{u"qxl", u"qxl-vga"},
    Translation{u"bochs", u"bochs-display"},
    Translation{u"cirrus", u"cirrus-vga"},
    Translation{u"ramfb", u"ramfb"},
};
constexpr std::array secondaryVideos{
    Translation{u"virtio", u"virtio-gpu-pci"},
    Translation{u"qxl", u"qxl"},
    Translation{u"bochs", u"bochs-display"},
    Translation{u"vga", u"secondary-vga"},
};
constexpr std::array soundCards{
    Translation{u"ich9", u"ich9-intel-hda"},
    Translation{u"ich6", u"intel-hda"},
    Translation{u"ac97", u"AC97"},
    Translation{u"es1370", u"ES1370"},
    Translation{u"sb16", u"sb16"},
    Translation{u"usb", u"usb-audio"},
    Translation{u"virtio", u"virtio-sound-pci"},
};

QString audioOf(const QDomElement &device, const DeviceKind &kind)
{
    const QString chosen = propertyText(device, kind, u"audio/@id");
    return u"audio"_s + (chosen.isEmpty() ? u"1"_s : chosen); // as libvirt's, of a card that names none
}

/// What a viewer hears: what the definition says, else the first card. QEMU's server sends one.
QString heardAudio(CommandDraft &draft)
{
    for (const QDomElement &graphics : draft.devices(u"graphics"_s))
        if (hasProperty(graphics, u"audio/@id"))
            return audioOf(graphics, devicekinds::graphics);
    const QList<QDomElement> sounds = draft.devices(u"sound"_s);
    return sounds.isEmpty() ? QString() : audioOf(sounds.first(), devicekinds::sound);
}

/// Memory of a screen: libvirt counts KiB, and each driver has names and units of its own.
void addVideoMemory(QJsonObject &device, const QDomElement &video, const QString &model)
{
    const auto kib = [&](QStringView path) { return propertyText(video, devicekinds::video, path).toInt(); };
    const int heads = kib(u"model/@heads");
    if (model == u"qxl") {
        for (const auto &[path, name] :
            {std::pair{u"model/@ram", u"ram_size"_s}, std::pair{u"model/@vram", u"vram_size"_s}})
            if (const int size = kib(path); size > 0)
                device[name] = qint64(size) * 1024;
        if (hasProperty(video, u"model/@vram64"))
            device[u"vram64_size_mb"] = kib(u"model/@vram64") / 1024;
        if (const int size = kib(u"model/@vgamem"); size > 0)
            device[u"vgamem_mb"] = size / 1024;
    } else if (model == u"bochs") {
        if (const int size = kib(u"model/@vram"); size > 0)
            device[u"vgamem"] = qint64(size) * 1024;
    } else if (model == u"vga") {
        if (const int size = kib(u"model/@vram"); size >= 1024)
            device[u"vgamem_mb"] = size / 1024;
    }
    if (heads > 0 && (model == u"virtio" || model == u"qxl"))
        device[u"max_outputs"] = heads;
}

} // namespace

Result<> addScreens(CommandDraft &draft)
{
    const QList<QDomElement> graphics = draft.devices(u"graphics"_s);
    const QList<QDomElement> videos = draft.devices(u"video"_s);
    draft.add({u"-display"_s, u"none"_s});
    // No listener: viewers come by descriptor (getfd, add_client), as VNC also where a definition says
    // SPICE, whose server would need an address.
    if (!graphics.isEmpty() || !videos.isEmpty()) {
        const QString audio = heardAudio(draft);
        draft.add({u"-vnc"_s, audio.isEmpty() ? u"none"_s : QString(u"none,audiodev="_s + audio)});
    }
    int number = 0;
    for (const QDomElement &video : videos) {
        const QString model = propertyText(video, devicekinds::video, u"model/@type");
        if (model == u"none")
            continue;
        const bool primary = number == 0;
        QJsonObject device{{u"driver"_s, primary ? translate(primaryVideos, model) : translate(secondaryVideos, model)},
            {u"id"_s, aliasOf(video, u"video%1"_s.arg(number++))}};
        fillPart(device, video, devicekinds::video, Part::Device);
        addVideoMemory(device, video, model);
        const auto done
            = model == u"ramfb" ? draft.addDevice(elementPath(video), device) : draft.addPciDevice(video, device);
        if (!done)
            return done;
    }
    return {};
}

Result<> addSounds(CommandDraft &draft)
{
    QSet<QString> audios;
    const auto add = [&](QJsonObject made) {
        audios += made[u"id"].toString();
        draft.addJson(u"-audiodev"_s, made);
    };
    for (const QDomElement &audio : draft.devices(u"audio"_s)) {
        QJsonObject made{
            {u"id"_s, QString(u"audio"_s + propertyText(audio, devicekinds::audio, u"@id"))}, {u"driver"_s, u"none"_s}};
        fillPart(made, audio, devicekinds::audio, Part::Audio);
        add(made);
    }
    const auto demand = [&](const QDomElement &device, const DeviceKind &kind) -> Result<QString> {
        const QString audio = audioOf(device, kind);
        if (!audios.contains(audio)) {
            if (hasProperty(device, u"audio/@id"))
                return notPossible(elementPath(device),
                    u"there is no <audio id='%1'>"_s.arg(propertyText(device, kind, u"audio/@id")));
            add({{u"id"_s, audio}, {u"driver"_s, u"none"_s}});
        }
        return audio;
    };
    for (const QDomElement &graphics : draft.devices(u"graphics"_s))
        if (hasProperty(graphics, u"audio/@id"))
            if (const auto audio = demand(graphics, devicekinds::graphics); !audio)
                return fail(audio.error());
    int number = 0;
    for (const QDomElement &sound : draft.devices(u"sound"_s)) {
        const QString path = elementPath(sound);
        const QString model = propertyText(sound, devicekinds::sound, u"@model");
        const auto audio = demand(sound, devicekinds::sound);
        if (!audio)
            return fail(audio.error());
        const QString id = aliasOf(sound, u"sound%1"_s.arg(number++));
        QJsonObject device{{u"driver"_s, translate(soundCards, model)}, {u"id"_s, id}};
        const bool isHda = model == u"ich9" || model == u"ich6";
        if (!isHda)
            device[u"audiodev"] = *audio;
        if (propertyText(sound, devicekinds::sound, u"@multichannel") == u"yes")
            device[u"multi"] = true;
        Result<> done;
        if (model == u"usb") {
            placeOnUsb(device, draft.board, sound);
            done = draft.addDevice(path, device);
        } else if (model == u"sb16") {
            done = draft.addDevice(path, device);
        } else {
            done = draft.addPciDevice(sound, device);
        }
        QStringList codecs;
        for (const QDomElement &codec : childElements(sound, u"codec"_s))
            codecs += codec.attribute(u"type"_s);
        if (codecs.isEmpty())
            codecs += u"duplex"_s;
        for (qsizetype i = 0; done && isHda && i < codecs.size(); ++i)
            done = draft.addDevice(path,
                {{u"driver"_s, QString(u"hda-"_s + codecs[i])}, {u"id"_s, QString(id + u"-codec%1"_s.arg(i))},
                    {u"bus"_s, QString(id + u".0")}, {u"cad"_s, int(i)}, {u"audiodev"_s, *audio}});
        if (!done)
            return done;
    }
    return {};
}

} // namespace laneway

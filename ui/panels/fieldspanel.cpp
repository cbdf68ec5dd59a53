// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/panels/fieldspanel.h"

#include "ui/panels/formrows.h"
#include "xml/poolinterfaces.h"
#include "xml/xmlnodes.h"

#include <QCheckBox>
#include <QCoreApplication>
#include <QLineEdit>
#include <QSignalBlocker>
#include <QSpinBox>

namespace laneway {

namespace {

using As = Field::As;
using Kind = HardwareKind;

struct Text
{
    Q_DECLARE_TR_FUNCTIONS(laneway::FieldsPanel)
};

/// A file, a block device or a network volume: the attribute that names it depends on the type.
constexpr auto sourcePath = QStringView(u"source");

QString placeText(const QDomElement &element)
{
    const QDomElement address = element.firstChildElement(u"address"_s);
    if (const auto place = readGuestAddress(address); place && *place)
        return QString::asprintf("%04x:%02x:%02x.%x", (*place)->domain, (*place)->bus, (*place)->slot,
            (*place)->function);
    if (address.attribute(u"type"_s) == u"drive")
        return Text::tr("controller %1, unit %2").arg(address.attribute(u"controller"_s), address.attribute(u"unit"_s));
    if (address.attribute(u"type"_s) == u"usb")
        return Text::tr("USB bus %1, port %2").arg(address.attribute(u"bus"_s), address.attribute(u"port"_s));
    return address.attribute(u"type"_s);
}

bool concerns(const Field &field, const QDomElement &element)
{
    return field.use == Field::For::All || (field.use == Field::For::Pools) == isPoolInterface(element);
}

} // namespace

QList<Field> fieldsOf(Kind kind)
{
    const QString none;
    const Field place{As::Place, Text::tr("Guest address"), {}, u"guestPlace"_s};
    const Field bootOrder{As::BootOrder, Text::tr("&Boot order"), {}, u"bootOrder"_s};
    const Field type{As::Value, Text::tr("Type"), u"@type"_s, u"deviceType"_s};
    const Field model{As::Value, Text::tr("Model"), u"@model"_s, u"deviceModel"_s};
    switch (kind) {
    case Kind::Disk:
        return {{As::Path, Text::tr("Ima&ge or device"), sourcePath.toString(), u"diskSource"_s},
            {As::Value, Text::tr("Name in the guest"), u"target/@dev"_s, u"diskTarget"_s},
            {As::Value, Text::tr("Bus"), u"target/@bus"_s, u"diskBus"_s},
            {As::Choice, Text::tr("F&ormat"), u"driver/@type"_s, u"diskFormat"_s,
                {{none, Text::tr("Default")}, {u"raw"_s, Text::tr("Raw")}, {u"qcow2"_s, u"qcow2"_s}}},
            {As::Choice, Text::tr("&Cache"), u"driver/@cache"_s, u"diskCache"_s,
                {{none, Text::tr("Default")}, {u"none"_s, Text::tr("None: past the host's memory")},
                    {u"writeback"_s, Text::tr("Write back")}, {u"writethrough"_s, Text::tr("Write through")},
                    {u"directsync"_s, Text::tr("Direct and synchronous")},
                    {u"unsafe"_s, Text::tr("Unsafe: flushes are ignored")}}},
            {As::Choice, Text::tr("D&iscard"), u"driver/@discard"_s, u"diskDiscard"_s,
                {{none, Text::tr("Default")}, {u"unmap"_s, Text::tr("Passed on: the image shrinks")},
                    {u"ignore"_s, Text::tr("Ignored")}}},
            {As::Presence, Text::tr("Read onl&y"), u"readonly"_s, u"diskReadOnly"_s},
            {As::Presence, Text::tr("Shared with other machi&nes"), u"shareable"_s, u"diskShareable"_s},
            {As::Text, Text::tr("&Serial number"), u"serial"_s, u"diskSerial"_s}, bootOrder, place};
    case Kind::CdRom:
    case Kind::Floppy:
        return {{As::Path, Text::tr("Med&ium"), sourcePath.toString(), u"diskSource"_s},
            {As::Value, Text::tr("Name in the guest"), u"target/@dev"_s, u"diskTarget"_s},
            {As::Value, Text::tr("Bus"), u"target/@bus"_s, u"diskBus"_s}, bootOrder, place};
    case Kind::Interface:
        return {type, {As::Value, Text::tr("Network"), u"source/@network"_s, u"interfaceNetwork"_s},
            {As::Value, Text::tr("Bridge"), u"source/@bridge"_s, u"interfaceBridge"_s},
            {As::Text, Text::tr("&Port group"), u"source/@portgroup"_s, u"interfacePortGroup"_s, {}, Field::For::Pools},
            {As::Text, Text::tr("MA&C address"), u"mac/@address"_s, u"mac"_s},
            {As::Text, Text::tr("&VLAN"), u"vlan/tag/@id"_s, u"interfaceVlan"_s, {}, Field::For::Pools},
            {As::Choice, Text::tr("M&odel"), u"model/@type"_s, u"interfaceModel"_s,
                {{none, Text::tr("Default")}, {u"virtio"_s, u"VirtIO"_s}, {u"e1000e"_s, u"Intel e1000e"_s},
                    {u"igb"_s, u"Intel igb"_s}, {u"rtl8139"_s, u"Realtek 8139"_s}},
                Field::For::Others},
            {As::Choice, Text::tr("&Link"), u"link/@state"_s, u"interfaceLink"_s,
                {{none, Text::tr("Default")}, {u"up"_s, Text::tr("Connected")},
                    {u"down"_s, Text::tr("Pulled out")}},
                Field::For::Others},
            bootOrder, place};
    case Kind::Graphics:
        return {type, {As::Value, Text::tr("Listens on"), u"listen/@type"_s, u"graphicsListen"_s}};
    case Kind::Video:
        return {{As::Choice, Text::tr("M&odel"), u"model/@type"_s, u"videoModel"_s,
                    {{u"virtio"_s, u"VirtIO"_s}, {u"vga"_s, u"VGA"_s}, {u"qxl"_s, u"QXL"_s},
                        {u"bochs"_s, u"Bochs"_s}, {u"ramfb"_s, u"ramfb"_s},
                        {u"none"_s, Text::tr("None: only a passed on graphics card")}}},
            place};
    case Kind::Sound: return {model, place};
    case Kind::Input: return {type, {As::Value, Text::tr("Bus"), u"@bus"_s, u"inputBus"_s}, place};
    case Kind::Serial:
    case Kind::Console:
    case Kind::Channel:
        return {type, {As::Code, Text::tr("File"), u"source/@path"_s, u"serialFile"_s},
            {As::Value, Text::tr("Target"), u"target/@type"_s, u"serialTarget"_s},
            {As::Value, Text::tr("Name"), u"target/@name"_s, u"serialName"_s},
            {As::Value, Text::tr("Port"), u"target/@port"_s, u"serialPort"_s}, place};
    case Kind::Controller:
        return {type, {As::Value, Text::tr("Number"), u"@index"_s, u"controllerIndex"_s}, model, place};
    default:
        return {type, model, {As::Code, Text::tr("Backend"), u"backend"_s, u"backend"_s},
            {As::Value, Text::tr("Action"), u"@action"_s, u"action"_s}, place};
    }
}

FieldsPanel::FieldsPanel(const QList<Field> &fields, QWidget *parent)
    : DevicePanel(parent), m_form(newForm(this))
{
    m_form->setContentsMargins(0, 0, 0, 0);
    for (const Field &field : fields) {
        QWidget *widget = nullptr;
        switch (field.as) {
        case As::Value: widget = newValue(); break;
        case As::Code:
        case As::Place: widget = newValue(true); break;
        case As::Text: {
            auto *edit = new QLineEdit;
            if (field.use == Field::For::Pools)
                edit->setPlaceholderText(tr("The pool's"));
            connect(edit, &QLineEdit::textEdited, this, &DevicePanel::edited);
            widget = edit;
            break;
        }
        case As::Path: {
            auto *edit = newCodeEdit();
            edit->setPlaceholderText(tr("nothing"));
            edit->setClearButtonEnabled(true);
            connect(edit, &QLineEdit::textChanged, this, &DevicePanel::edited);
            widget = edit;
            break;
        }
        case As::Choice: {
            auto *box = new QComboBox;
            for (const auto &[value, words] : field.choices)
                box->addItem(words, value);
            connect(box, &QComboBox::currentIndexChanged, this, &DevicePanel::edited);
            widget = box;
            break;
        }
        case As::Presence: {
            auto *box = new QCheckBox(field.label);
            box->setObjectName(field.objectName);
            connect(box, &QCheckBox::toggled, this, &DevicePanel::edited);
            m_form->addRow(QString(), box);
            m_rows << Row{field, box};
            continue;
        }
        case As::BootOrder: {
            auto *box = new QSpinBox;
            box->setRange(0, 99);
            box->setSpecialValueText(tr("Not booted from"));
            connect(box, &QSpinBox::valueChanged, this, &DevicePanel::edited);
            widget = box;
            break;
        }
        }
        addRow(m_form, field.label, widget, field.objectName);
        m_rows << Row{field, widget};
    }
}

QString FieldsPanel::pathIn(const QDomElement &element, const Field &field) const
{
    if (field.as != As::Path)
        return field.path;
    const QString type = element.attribute(u"type"_s, u"file"_s);
    return field.path + u"/@"_s
        + (type == u"block" ? u"dev"_s : type == u"dir" ? u"dir"_s : type == u"volume" ? u"volume"_s
                : type == u"network"                    ? u"name"_s
                                                        : u"file"_s);
}

void FieldsPanel::load(const DomainXml &domain, const DeviceKey &key)
{
    const QSignalBlocker quiet(this);
    const QDomElement element = deviceElement(domain, key);
    for (const Row &row : std::as_const(m_rows)) {
        const QString value = valueAt(element, pathIn(element, row.field));
        if (row.field.use != Field::For::All)
            setRowVisible(m_form, row.widget, concerns(row.field, element));
        switch (row.field.as) {
        case As::Value:
        case As::Code:
            qobject_cast<QLabel *>(row.widget)->setText(value);
            setRowVisible(m_form, row.widget, !value.isEmpty());
            break;
        case As::Place:
            qobject_cast<QLabel *>(row.widget)->setText(placeText(element));
            setRowVisible(m_form, row.widget, !placeText(element).isEmpty());
            break;
        case As::Text:
        case As::Path: qobject_cast<QLineEdit *>(row.widget)->setText(value); break;
        case As::Choice: choose(qobject_cast<QComboBox *>(row.widget), value); break;
        case As::Presence:
            qobject_cast<QCheckBox *>(row.widget)->setChecked(!element.firstChildElement(row.field.path).isNull());
            break;
        case As::BootOrder: qobject_cast<QSpinBox *>(row.widget)->setValue(bootOrder(domain, key)); break;
        }
    }
}

void FieldsPanel::store(DomainXml &domain, const DeviceKey &key) const
{
    for (const Row &row : std::as_const(m_rows)) {
        QDomElement element = editableDevice(domain, key);
        if (element.isNull())
            return;
        if (!concerns(row.field, element))
            continue;
        const QString path = pathIn(element, row.field);
        switch (row.field.as) {
        case As::Value:
        case As::Code:
        case As::Place: break;
        case As::Text:
        case As::Path: setValueAt(element, path, qobject_cast<QLineEdit *>(row.widget)->text().trimmed()); break;
        case As::Choice: setValueAt(element, path, chosen(qobject_cast<QComboBox *>(row.widget))); break;
        case As::Presence: {
            const QDomElement present = element.firstChildElement(path);
            const bool wanted = qobject_cast<QCheckBox *>(row.widget)->isChecked();
            if (wanted && present.isNull())
                appendOnOwnLine(element, element.ownerDocument().createElement(path));
            else if (!wanted && !present.isNull())
                removeWithLine(present);
            break;
        }
        case As::BootOrder: setBootOrder(domain, key, qobject_cast<QSpinBox *>(row.widget)->value()); break;
        }
    }
}

} // namespace laneway

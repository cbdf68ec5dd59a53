// SPDX-FileCopyrightText: 2026 Laneway contributors
// SPDX-License-Identifier: GPL-3.0-or-later
#include "xml/safexml.h"

#include <QStringDecoder>
#include <QXmlStreamReader>

namespace laneway {

namespace {

QString placeOf(QStringView text, qsizetype offset)
{
    const QStringView before = text.first(offset);
    const qsizetype line = before.count(u'\n') + 1;
    const qsizetype column = offset - (before.lastIndexOf(u'\n') + 1);
    return u"line %1, column %2"_s.arg(line).arg(column);
}

/// Finds tags without understanding them. QXmlStreamReader compares every attribute of an element
/// with every other before it hands the element out, so its own count would come too late.
class BoundsCheck
{
public:
    BoundsCheck(QStringView text, const XmlLimits &limits)
        : m_text(text)
        , m_limits(limits)
    {
    }

    Result<> run()
    {
        while ((m_at = m_text.indexOf(u'<', m_at)) >= 0) {
            const QStringView rest = m_text.sliced(m_at);
            Result<> done;
            if (rest.startsWith(u"<!--"))
                done = skipPast(u"-->", 4);
            else if (rest.startsWith(u"<![CDATA["))
                done = skipPast(u"]]>", 9);
            else if (rest.startsWith(u"<!"))
                done = refuse(u"a document type definition is not taken"_s);
            else if (rest.startsWith(u"<?"))
                done = isDeclaration(rest) ? skipPast(u"?>", 2) : refuse(u"a processing instruction is not taken"_s);
            else
                done = tag(rest.startsWith(u"</"));
            if (!done)
                return done;
        }
        return {};
    }

private:
    bool isDeclaration(QStringView rest) const
    {
        return m_at == 0 && rest.startsWith(u"<?xml") && rest.size() > 5 && rest[5].isSpace();
    }
    Result<> refuse(const QString &why) const { return fail(ErrorCode::InvalidXml, placeOf(m_text, m_at), why); }
    Result<> skipPast(QStringView end, qsizetype from)
    {
        const qsizetype found = m_text.indexOf(end, m_at + from);
        if (found < 0)
            return refuse(u"not closed"_s);
        m_at = found + end.size();
        return {};
    }
    Result<> tag(bool closing)
    {
        int attributes = 0;
        qsizetype at = m_at + 1;
        for (; at < m_text.size() && m_text[at] != u'>'; ++at) {
            const QChar c = m_text[at];
            if (c == u'<')
                return refuse(u"a \"<\" inside a tag"_s);
            if (c != u'\'' && c != u'"')
                continue;
            if (++attributes > m_limits.attributesPerElement)
                return refuse(u"more than %1 attributes"_s.arg(m_limits.attributesPerElement));
            if (++m_attributes > m_limits.attributes)
                return refuse(u"more than %1 attributes in all"_s.arg(m_limits.attributes));
            at = m_text.indexOf(c, at + 1);
            if (at < 0)
                return refuse(u"not closed"_s);
        }
        if (at >= m_text.size())
            return refuse(u"not closed"_s);
        if (closing) {
            --m_depth;
        } else {
            if (++m_elements > m_limits.elements)
                return refuse(u"more than %1 elements"_s.arg(m_limits.elements));
            if (m_depth + 1 > m_limits.depth)
                return refuse(u"elements nested deeper than %1"_s.arg(m_limits.depth));
            if (m_text[at - 1] != u'/')
                ++m_depth;
        }
        m_at = at + 1;
        return {};
    }

    QStringView m_text;
    const XmlLimits &m_limits;
    qsizetype m_at = 0;
    int m_depth = 0;
    int m_elements = 0;
    int m_attributes = 0;
};

/// QDomDocument::setContent() drops text of white space only before Qt 6.5 has an option for it, so
/// the tree is built here. Namespaces stay as written: a prefix is an ordinary part of a name.
Result<QDomDocument> build(const QString &text)
{
    QDomDocument document;
    document.createDocumentFragment(); // until it has made something a document is a null node
    QXmlStreamReader reader(text);
    reader.setNamespaceProcessing(false);
    reader.setEntityExpansionLimit(0);
    QDomNode parent = document;
    const auto refuse = [&](const QString &why) {
        return fail(
            ErrorCode::InvalidXml, u"line %1, column %2"_s.arg(reader.lineNumber()).arg(reader.columnNumber()), why);
    };
    while (!reader.atEnd()) {
        switch (reader.readNext()) {
        case QXmlStreamReader::StartDocument: {
            const QString encoding = reader.documentEncoding().toString().toLower();
            if (!encoding.isEmpty() && encoding != u"utf-8" && encoding != u"us-ascii")
                return refuse(u"encoding %1: only UTF-8 is taken"_s.arg(encoding));
            break;
        }
        case QXmlStreamReader::StartElement: {
            QDomElement element = document.createElement(reader.qualifiedName().toString());
            const auto attributes = reader.attributes();
            for (const QXmlStreamAttribute &attribute : attributes)
                element.setAttribute(attribute.qualifiedName().toString(), attribute.value().toString());
            parent.appendChild(element);
            parent = element;
            break;
        }
        case QXmlStreamReader::EndElement: parent = parent.parentNode(); break;
        case QXmlStreamReader::Characters:
            if (parent.isDocument())
                break;
            if (reader.isCDATA())
                parent.appendChild(document.createCDATASection(reader.text().toString()));
            else if (parent.lastChild().nodeType() == QDomNode::TextNode)
                parent.lastChild().toText().appendData(reader.text().toString());
            else
                parent.appendChild(document.createTextNode(reader.text().toString()));
            break;
        case QXmlStreamReader::Comment: parent.appendChild(document.createComment(reader.text().toString())); break;
        case QXmlStreamReader::DTD:
        case QXmlStreamReader::EntityReference:
        case QXmlStreamReader::ProcessingInstruction: return refuse(u"only elements, text and comments are taken"_s);
        case QXmlStreamReader::EndDocument:
        case QXmlStreamReader::NoToken:
        case QXmlStreamReader::Invalid: break;
        }
    }
    if (reader.hasError())
        return refuse(reader.errorString());
    return document;
}

} // namespace

Result<QDomDocument> parseSafely(const QByteArray &text, const XmlLimits &limits)
{
    if (text.size() > limits.bytes)
        return fail(ErrorCode::InvalidXml, u"line 1, column 0"_s,
            u"%1 bytes; at most %2 are taken"_s.arg(text.size()).arg(limits.bytes));
    QStringDecoder decode(QStringDecoder::Utf8);
    const QString decoded = decode(text);
    if (decode.hasError() || decoded.contains(QChar::Null))
        return fail(ErrorCode::InvalidXml, u"line 1, column 0"_s, u"not text in UTF-8"_s);
    return BoundsCheck(decoded, limits).run().and_then([&] { return build(decoded); });
}

} // namespace laneway
